using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Tests.Secrets;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Audit;

/// <summary>AU-1: failed authentications are recorded once a minute with their number, and cost no commit before.</summary>
public sealed class RefusalCountsTests
{
    private readonly SettableClock clock = new();

    [Fact]
    public async Task They_are_told_by_source_and_reason_after_the_minute()
    {
        await using var house = await House.OpenAsync(clock);
        Refuse(house, "203.0.113.9", times: 3);
        Refuse(house, "203.0.113.10", times: 2);
        await TellAsync(house);
        Assert.Empty(await NumbersAsync(house));

        clock.Advance(TimeSpan.FromMinutes(1));
        await TellAsync(house);
        await TellAsync(house);

        Assert.Equal([2, 3], await NumbersAsync(house));
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from audit_private where convert_from(bytes, 'UTF8') like '%203.0.113.%'"));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from audit_event where convert_from(bytes, 'UTF8') like '%203.0.113.%'"));
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task What_shows_a_forgery_is_told_to_its_tenant_once_a_minute_for_each_who_and_what_with_its_number()
    {
        await using var house = await House.OpenAsync(clock);
        var counts = house.Get<RefusalCounts>();
        var by = new Principal(PrincipalKind.User, Guid.CreateVersion7());
        var door = LockId.New(clock.GetUtcNow());
        for (var n = 0; n < 7; n++)
        {
            counts.Forgery(ForgerySign.WrongSignature, house.Tenant, by, IPAddress.Parse("203.0.113.9"), door);
        }

        counts.Forgery(ForgerySign.RepeatedOperation, house.Tenant, by, IPAddress.Parse("203.0.113.9"), door);
        clock.Advance(TimeSpan.FromMinutes(1));
        await TellAsync(house);

        Assert.Equal(
            "1 RepeatedOperation, 7 WrongSignature",
            await house.AskAsync<string>(
                """
                select string_agg(e -> 'changed' ->> 'number' || ' ' || (e -> 'changed' ->> 'sign'), ', ' order by e -> 'changed' ->> 'number')
                from (select convert_from(bytes, 'UTF8')::jsonb as e from audit_event where tenant_id = $1 and kind = $2 and lock_id = $3 and principal_id = $4) as x
                """,
                house.Tenant.Value,
                (short)AuditKind.ForgeryAttempted,
                door.Value,
                by.Id
            )
        );
    }

    [Fact]
    public async Task A_flood_from_many_sources_is_told_in_few_records_and_none_is_lost()
    {
        const int sources = 12_000;
        await using var house = await House.OpenAsync(clock);
        for (var i = 0; i < sources; i++)
        {
            house.Get<RefusalCounts>().Authentication(new IPAddress(0x0A000000 + i), AccessErrorCode.NotAuthenticated);
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        await TellAsync(house);

        var numbers = await NumbersAsync(house);
        Assert.Equal(TellTallies.MostAMinute, numbers.Count);
        Assert.Equal(sources, numbers.Sum());
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_the_next_time()
    {
        await using var house = await House.OpenAsync(clock);
        Refuse(house, "203.0.113.9", times: 3);
        clock.Advance(TimeSpan.FromMinutes(1));
        await house.DoAsync("revoke insert on audit_event from latchwork_app");
        await Assert.ThrowsAsync<PostgresException>(() => TellAsync(house));
        Refuse(house, "203.0.113.9", times: 1);

        await house.DoAsync("grant insert on audit_event to latchwork_app");
        clock.Advance(TimeSpan.FromMinutes(1));
        await TellAsync(house);

        Assert.Equal([1, 3], await NumbersAsync(house));
    }

    private static void Refuse(House house, string source, int times)
    {
        for (var i = 0; i < times; i++)
        {
            house.Get<RefusalCounts>().Authentication(IPAddress.Parse(source), AccessErrorCode.NotAuthenticated);
        }
    }

    private static Task TellAsync(House house) => house.Get<TellTallies>().RunAsync(TestContext.Current.CancellationToken);

    private static async Task<List<int>> NumbersAsync(House house)
    {
        await using var command = house.Owner.CreateCommand("select bytes from audit_event where kind = 61");
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var numbers = new List<int>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            var told = AuditEvent.FromBytes(rows.GetFieldValue<byte[]>(0));
            numbers.Add(int.Parse(told.Changed!["number"], System.Globalization.CultureInfo.InvariantCulture));
        }

        return [.. numbers.Order()];
    }
}
