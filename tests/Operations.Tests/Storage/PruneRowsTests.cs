using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Storage;

public sealed class PruneRowsTests
{
    [Fact]
    public async Task Readings_of_batteries_go_after_their_time_and_the_others_stay()
    {
        await using var house = await House.OpenAsync();
        await house.AddDoorAsync(await house.AddLinkAsync());
        await house.DoAsync(
            """
            insert into battery_reading (tenant_id, device_id, read_at, level)
            select d.tenant_id, d.device_id, now() - age * interval '1 day', 50 from device d, unnest(array[1, 399, 401, 900]) as age
            """
        );
        var devices = await house.AskAsync<long>("select count(*) from device");

        await house.Get<PruneRows>().RunAsync(CancellationToken.None);

        Assert.Equal(2 * devices, await house.AskAsync<long>("select count(*) from battery_reading"));
    }

    [Fact]
    public async Task A_node_that_fell_silent_is_forgotten_unless_a_link_names_it()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await house.DoAsync(
            """
            insert into node (node_id, name, started_at, joined_at, seen_at)
            select gen_random_uuid(), name, now(), now(), now() - age from (values
                ('alive', interval '0'), ('gone', interval '31 days'), ('holder', interval '31 days')) as n (name, age)
            """
        );
        await house.DoAsync(
            "insert into link_lease (tenant_id, link_id, node_id, epoch) select $1, $2, node_id, 1 from node where name = 'holder'",
            link.Tenant.Value,
            link.Link.Value
        );

        await house.Get<PruneRows>().RunAsync(CancellationToken.None);

        Assert.Equal("alive holder", await house.AskAsync<string>("select string_agg(name, ' ' order by name) from node"));
    }

    [Fact]
    public async Task A_signing_key_that_was_ended_goes_with_its_certificates_and_one_that_was_not_stays()
    {
        await using var house = await House.OpenAsync();
        await house.DoAsync(
            """
            insert into signing_key (key_id, user_id, public_key, created_at, revoked_at)
            select gen_random_uuid(), u.user_id, decode(lpad(name, 64, '0'), 'hex'), now(), now() - age
            from app_user u, (values ('a0', null), ('b0', interval '1 day'), ('c0', interval '31 days')) as k (name, age)
            """
        );
        await house.DoAsync(
            """
            insert into leaf_certificate (leaf_hash, certificate, key_id, authority_id, starts_at, ends_at)
            select sha256(k.public_key || n::text::bytea), '', k.key_id, gen_random_uuid(), now(), now() + (n * 20 - 40) * interval '1 day'
            from signing_key k, generate_series(0, 3) as n
            """
        );

        await house.Get<PruneRows>().RunAsync(CancellationToken.None);

        Assert.Equal(
            "a0 3, b0 3",
            await house.AskAsync<string>(
                """
                select string_agg(name || ' ' || leaves, ', ' order by name) from (
                    select right(encode(k.public_key, 'hex'), 2) as name,
                        (select count(*) from leaf_certificate c where c.key_id = k.key_id) as leaves from signing_key k) as kept
                """
            )
        );
    }

    [Fact]
    public async Task The_mark_of_a_Journal_that_has_written_nothing_for_long_goes()
    {
        await using var house = await House.OpenAsync();
        await house.DoAsync(
            "insert into journal_mark (journal_id, batch, written_at) values (gen_random_uuid(), 7, $1), (gen_random_uuid(), 8, $2)",
            house.Clock.GetUtcNow().AddDays(-31),
            house.Clock.GetUtcNow()
        );

        await house.Get<PruneRows>().RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal("8", await house.AskAsync<string>("select string_agg(batch::text, ' ') from journal_mark where batch > 6"));
    }
}
