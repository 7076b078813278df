using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Npgsql;

namespace Latchwork.Testing.Storms;

/// <summary>Where a storm books: the operations in process, or a server's own API.</summary>
public interface IBookingDesk
{
    /// <returns>The public id, or the word for the refusal: <see cref="BookingStorm.Taken"/> is the only one that is right.</returns>
    Task<(string? Id, string? Refusal)> BookAsync(int caller, IReadOnlyList<string> units, DateTimeOffset from, DateTimeOffset to);

    Task<string?> CancelAsync(int caller, string id);
}

/// <param name="Faults">Refusals that are none of a room that is taken, and rooms, codes or guests that do not fit what was answered.</param>
public sealed record StormReport(int Attempts, int Booked, int Cancelled, int Refused, IReadOnlyList<string> Faults)
{
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Attempts:N0} attempts: {Booked:N0} booked, {Cancelled:N0} of them cancelled, {Refused:N0} refused; {Faults.Count} faults. {string.Join("; ", Faults.GroupBy(fault => fault).Take(5).Select(alike => $"{alike.Count()} × {alike.Key}"))}"
        );
}

/// <summary>Many callers who want few rooms, one or several at a time, for times that collide. Afterwards the database is asked what is in it.</summary>
/// <param name="units">Public ids.</param>
/// <param name="database">The owner's connection.</param>
public sealed class BookingStorm(IBookingDesk desk, IReadOnlyList<string> units, string database)
{
    public const string Taken = "taken";

    private const int MostAtOnce = 3;
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(60);

    /// <summary>Of the questions afterwards, on a machine that does other things too.</summary>
    private static readonly TimeSpan LookLimit = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> booked = [];
    private readonly List<string> faults = [];
    private int taken;
    private int cancelled;

    /// <summary>Stays of earlier storms: nobody of this one was told of them.</summary>
    private Guid[] before = [];

    /// <param name="from">Before which nothing is booked.</param>
    public async Task<StormReport> RunAsync(int attempts, int callers, DateTimeOffset from, Seed seed)
    {
        var left = attempts;
        before = await StaysAsync();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => CallAsync(caller, seed.Fork($"caller {caller}"))));
        faults.AddRange(await LookAsync());
        return new StormReport(attempts, booked.Count + cancelled, cancelled, taken, faults);

        async Task CallAsync(int caller, Seed own)
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await TryAsync(caller, from, own);
            }
        }
    }

    private async Task TryAsync(int caller, DateTimeOffset first, Seed seed)
    {
        var wanted = units.OrderBy(_ => seed.Next()).Take(1 + seed.Next(MostAtOnce)).ToList();
        // Whole hours, so that many end in the second in which another begins.
        var from = first.AddHours(seed.Next((int)Horizon.TotalHours));
        var (id, refusal) = await desk.BookAsync(caller, wanted, from, from.AddHours(1 + seed.Next(72)));
        lock (gate)
        {
            if (id is not null)
            {
                booked[id] = wanted.Count;
            }
            else if (refusal == Taken)
            {
                taken++;
            }
            else
            {
                faults.Add($"refused as {refusal}");
            }
        }

        if (id is not null && seed.Chance(0.4))
        {
            await CancelAsync(caller, id);
        }
    }

    private async Task CancelAsync(int caller, string id)
    {
        var refusal = await desk.CancelAsync(caller, id);
        lock (gate)
        {
            if (refusal is not null)
            {
                faults.Add($"not cancelled: {refusal}");
                return;
            }

            booked.Remove(id);
            cancelled++;
        }
    }

    private async Task<Guid[]> StaysAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select coalesce(array_agg(reservation_id), '{}') from reservation");
        return (Guid[])(await command.ExecuteScalarAsync())!;
    }

    private async Task<List<string>> LookAsync()
    {
        var wrong = new List<string>();
        foreach (var (rule, sql) in Rules)
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = (int)LookLimit.TotalSeconds;
            command.Parameters.Add(new() { Value = booked.Keys.ToArray() });
            command.Parameters.Add(new() { Value = booked.Values.ToArray() });
            command.Parameters.Add(new() { Value = before });
            if ((long)(await command.ExecuteScalarAsync())! is > 0 and var count)
            {
                wrong.Add($"{count} {rule}");
            }
        }

        return wrong;
    }

    private static readonly string Answered = $"""
        with answered as (
            select p.row_id, a.units from unnest($1::text[], $2::integer[]) as a (wire_id, units)
            join public_id p on p.wire_id = a.wire_id and p.kind = {(int)WireIdKind.ReservationUuid} and p.wire_id = any ($1)),
        held as (
            select r.reservation_id, count(u.unit_id) filter (where u.is_live) as units, count(u.unit_id) as all_units from reservation r
            left join reservation_unit u on u.tenant_id = r.tenant_id and u.reservation_id = r.reservation_id
            where r.reservation_id <> all ($3) group by 1)
        """;

    private static readonly (string Rule, string Sql)[] Rules =
    [
        (
            "pairs of stays in one room at one time",
            $"""
            {Answered}
            select count(*) from reservation_unit a join reservation_unit b on b.tenant_id = a.tenant_id and b.unit_id = a.unit_id
                and b.reservation_id > a.reservation_id and b.is_live and a.is_live and b.during && a.during
            """
        ),
        (
            "half bookings",
            $"{Answered} select count(*) from answered a left join held h on h.reservation_id = a.row_id where h.units is distinct from a.units"
        ),
        (
            "rooms that nobody was told of",
            $"{Answered} select count(*) from held h left join answered a on a.row_id = h.reservation_id where a.row_id is null and h.units > 0"
        ),
        ("bookings without a room", $"{Answered} select count(*) from held where all_units = 0"),
        (
            "codes that are not those of a stay",
            $"""
            {Answered}
            select count(*) from reservation_unit u join reservation r on r.tenant_id = u.tenant_id and r.reservation_id = u.reservation_id
            cross join lateral (
                select count(*) filter (where c.revoked_at is null) as live from reservation_credential rc
                join credential c on c.tenant_id = rc.tenant_id and c.credential_id = rc.credential_id
                where rc.tenant_id = u.tenant_id and rc.reservation_id = u.reservation_id and rc.unit_id = u.unit_id) as codes
            where codes.live <> case when u.is_live and exists (select from smart_lock l where l.tenant_id = u.tenant_id and l.unit_id = u.unit_id) then 1 else 0 end
            """
        ),
        (
            "guests without a booking",
            $"{Answered} select count(*) from person p where not exists (select from reservation r where r.tenant_id = p.tenant_id and r.person_id = p.person_id)"
        ),
    ];
}
