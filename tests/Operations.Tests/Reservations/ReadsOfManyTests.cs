using Latchwork.Operations.Tests.Secrets;
using Latchwork.Testing;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

/// <summary>
/// What a question reads does not grow with the house (design, "scale"): one stay among thousands, once PostgreSQL has counted its tables, which it does within
/// seconds of a burst.
/// </summary>
public sealed class ReadsOfManyTests
{
    private const int Others = 4000;

    /// <summary>A stay with a unit, a lock and a code is some dozens of rows; two pages of KEYVOX's lists are forty.</summary>
    private const int FewRows = 200;

    /// <summary>Enough for a plan that is made once a connection.</summary>
    private const int Looks = 12;

    private readonly SettableClock clock = new();

    [Fact]
    public async Task One_stay_is_read_without_the_others()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var stay = await house.BookAsync(clock.GetUtcNow().AddHours(6), clock.GetUtcNow().AddHours(20), room);
        await AddOthersAsync(house);
        await house.DoAsync("analyze");
        var before = await RowsReadAsync(house);
        for (var i = 0; i < Looks; i++)
        {
            Assert.Single(Assert.Single((await house.LookAsync(stay)).Codes).Doors);
        }

        Assert.InRange((await RowsReadAsync(house) - before) / Looks, 1, FewRows);
    }

    /// <summary>Copies of the one stay that is there, each with a code that is over.</summary>
    private static Task AddOthersAsync(House house) =>
        house.DoAsync(
            $$"""
            create table copied as select gen_random_uuid() as stay, gen_random_uuid() as code, gen_random_uuid() as place from generate_series(1, {{Others}});
            insert into reservation select (jsonb_populate_record(r, jsonb_build_object('reservation_id', stay))).* from copied, reservation r;
            insert into reservation_unit select (jsonb_populate_record(r, jsonb_build_object('reservation_id', stay, 'is_live', false))).*
                from copied, reservation_unit r;
            insert into credential select (jsonb_populate_record(c, jsonb_build_object('credential_id', code, 'token_hash', null))).* from copied, credential c;
            insert into enrollment select (jsonb_populate_record(e, jsonb_build_object('enrollment_id', place, 'credential_id', code, 'slot', null,
                'value_index', null, 'due_at', null))).* from copied, enrollment e;
            insert into reservation_credential select (jsonb_populate_record(r, jsonb_build_object('reservation_id', stay, 'credential_id', code))).*
                from copied, reservation_credential r;
            insert into public_id select p.kind, gen_random_uuid()::text, p.tenant_id, case when r.reservation_id is null then code else stay end
                from copied, public_id p
                left join reservation r on r.reservation_id = p.row_id left join credential c on c.credential_id = p.row_id
                where r.reservation_id is not null and not exists (select from copied x where x.stay = r.reservation_id)
                    or c.credential_id is not null and not exists (select from copied x where x.code = c.credential_id);
            drop table copied;
            """
        );

    /// <summary>By all statements so far. A connection tells what it read at the latest when it ends.</summary>
    private static async Task<long> RowsReadAsync(House house)
    {
        house.Get<NpgsqlDataSource>().Clear();
        await Poll.UntilAsync(async () => await house.AskAsync<long>(OtherConnections) == 0);
        return await house.AskAsync<long>("select (sum(seq_tup_read) + sum(coalesce(idx_tup_fetch, 0)))::bigint from pg_stat_user_tables");
    }

    private const string OtherConnections =
        "select count(*) from pg_stat_activity where datname = current_database() and usename is not null and pid <> pg_backend_pid() and query not like 'listen %'";
}
