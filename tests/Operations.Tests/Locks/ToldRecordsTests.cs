using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Credentials;
using Xunit;

namespace Latchwork.Operations.Tests.Locks;

/// <summary>AU-4, and records that callers tell.</summary>
public sealed class ToldRecordsTests
{
    private static readonly EventPattern[] Claims = [new(AuditKind.RecordClaimed)];

    [Fact]
    public async Task What_is_told_twice_is_kept_once_and_proves_nothing()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddKeypadAsync();
        await house.AddPasscodeAsync(door, "482916");
        var before = await house.AskAsync<string>("select row(evidence, used_at, plan)::text from enrollment");

        Assert.Equal(2, await ClaimAsync(house, door, Record(1), Record(1), Record(2)));
        Assert.Equal(1, await ClaimAsync(house, door, Record(2) with { Name = "Berta" }, Record(3)));

        Assert.Equal(["Anna", "Anna", "Anna"], (await ListAsync(house, door, null)).Select(record => record.UserName));
        Assert.Equal(before, await house.AskAsync<string>("select row(evidence, used_at, plan)::text from enrollment"));
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Theory]
    [InlineData(101, 0)]
    [InlineData(1, 6)]
    public async Task Too_many_at_once_and_those_of_the_future_are_refused(int count, int minutesAhead)
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddKeypadAsync();
        var at = house.Clock.GetUtcNow() + TimeSpan.FromMinutes(minutesAhead);
        var records = Enumerable.Range(1, count).Select(number => Record(number) with { HappenedAt = at }).ToList();

        var told = await house.Get<ClaimRecords>().RunAsync(Caller.Server(house.Tenant), door, records, default);

        Assert.Equal(AccessErrorCode.Invalid, told.Error?.Code);
    }

    [Fact]
    public async Task Records_are_hidden_from_the_wire_that_deleted_them_and_stay_in_the_audit()
    {
        await using var house = await House.OpenAsync();
        var (by, door) = (Caller.Server(house.Tenant), await house.AddKeypadAsync());
        await ClaimAsync(house, door, Record(1), Record(2), Record(3));
        var numbers = (await ListAsync(house, door, Surface.Sifely)).Select(record => record.Number).ToList();

        Assert.Null((await house.Get<HideRecords>().RunAsync(by, door, [numbers[0], 0, -1, long.MaxValue], Surface.Sifely, default)).Error);
        Assert.Equal(numbers.Skip(1), (await ListAsync(house, door, Surface.Sifely)).Select(record => record.Number));

        Assert.Null((await house.Get<HideRecords>().AllAsync(by, door, default)).Error);
        Assert.Empty(await ListAsync(house, door, Surface.Sifely));
        Assert.Equal(3, (await ListAsync(house, door, null)).Count);
    }

    private static async Task<int> ClaimAsync(House house, WireId door, params ClaimedRecord[] records) =>
        (await house.Get<ClaimRecords>().RunAsync(Caller.Server(house.Tenant), door, records, default)).Value;

    private static async Task<IReadOnlyList<LockRecord>> ListAsync(House house, WireId door, Surface? hiddenFor)
    {
        var filter = new RecordsFilter(Claims, new PageRequest(1, 20)) { HiddenFor = hiddenFor };
        return (await house.Get<LockRecords>().ListAsync(Caller.Server(house.Tenant), door, filter, default)).Value.Items;
    }

    private static ClaimedRecord Record(int number) =>
        new(new RecordClaim(7, 17, true, number), DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(number), "Anna");
}
