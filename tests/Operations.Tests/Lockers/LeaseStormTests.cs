using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Lockers;
using Latchwork.Testing.Lockers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Lockers;

public sealed class LeaseStormTests(ITestOutputHelper output)
{
    private const int Wishes = 2_000;
    private const int Callers = 32;

    [Fact]
    public async Task However_many_want_few_boxes_on_two_nodes_each_is_refused_or_has_the_box_alone()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        BoxNumber[] boxes = [.. new[] { "00-00", "00-01", "00-02", "01-00" }.Select(Cabinet.Number)];
        LeaseBox[] nodes = [house.Get<LeaseBox>(), house.NewNode().GetRequiredService<LeaseBox>()];

        var report = await LeaseStorm.RunAsync(
            Wishes,
            Callers,
            boxes.Length,
            new Seed(9),
            house.Clock.GetUtcNow(),
            async (caller, wish, cancel) =>
            {
                var request = new LeaseBoxRequest
                {
                    Locker = cabinet.Id,
                    Number = boxes[wish.Box],
                    Reassigns = wish.AnyOfItsSize,
                    Kind = BoxLeaseKind.Rental,
                    StartsAt = wish.StartsAt,
                    EndsAt = wish.EndsAt,
                    Digits = wish.Digits is null ? null : PinDigits.Parse(wish.Digits).Value,
                };
                return (await nodes[caller % nodes.Length].RunAsync(cabinet.Desk, request, cancel)).Error?.Code;
            },
            house.ConnectionString,
            TestContext.Current.CancellationToken
        );

        output.WriteLine(report.ToString());
        Assert.True(report.Holds, report.ToString());
        Assert.Equal(Wishes, report.Asked);
    }

    /// <summary>The constraints hold for whoever decides wrong, or beside us.</summary>
    [Fact]
    public async Task The_database_alone_refuses_a_second_lease_and_a_second_code()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", TimeSpan.Zero, TimeSpan.FromHours(1), "482913");
        var again = """
            insert into box_lease (tenant_id, lease_id, box_id, kind, during, created_at, locker_id, starts_at, updated_at)
            select tenant_id, gen_random_uuid(), box_id, 2, tstzrange(starts_at, null), now(), locker_id, starts_at, now() from box_lease
            """;

        var lease = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => house.DoAsync(again));
        var code = await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            house.DoAsync(
                """
                with other as (insert into credential (tenant_id, credential_id, kind, created_at, updated_at)
                    select tenant_id, gen_random_uuid(), 1, now(), now() from box_code returning credential_id)
                insert into box_code select tenant_id, other.credential_id, lease_id, locker_id, kind, value_index, during from box_code, other
                """
            )
        );

        Assert.Equal("box_lease_once", lease.ConstraintName);
        Assert.Equal("box_code_once", code.ConstraintName);
    }
}
