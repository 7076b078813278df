using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Readers;

/// <summary>
/// How a decision about a door finds what was shown there, in its own statement: the reader, how often it was shown wrong codes, and the credential. For
/// who showed nothing it costs nothing.
/// </summary>
internal static class ShownRow
{
    public const int Width = 14;

    public const string Columns = """
        a.shown_kind, coalesce(rd.is_there, tn.tile_id is not null), coalesce(rd.is_held, tn.tile_id is not null), rd.lock_failures, rd.lock_window, rd.lock_blocked, rd.reader_failures, rd.reader_window, rd.reader_blocked,
        sc.credential_id, sc.is_desired, sc.starts_at, sc.ends_at, sc.hours
        """;

    /// <summary>Of the statement's arrays, one an ask.</summary>
    public const string Arrays =
        "$8::uuid[], $9::bigint[], $10::smallint[], $11::timestamptz[], $12::bytea[], $13::bytea[], $14::bytea[], $17::uuid[]";

    public const string Names = "reader_id, reader_epoch, shown_kind, shown_at, shown_token, lock_attempts, reader_attempts, shown_tile_id";

    /// <summary>After those of the lock, called <c>l</c>. One credential at most: of several with the same digits the one whose time it is.</summary>
    public static readonly string Joins = $"""
        left join lateral (
            select d.device_id, coalesce(r.lock_id = a.lock_id, l.device_id = d.device_id, false) as is_there, coalesce(h.epoch = a.reader_epoch, false) as is_held,
                tl.failures as lock_failures, tl.window_from as lock_window, tl.blocked_until as lock_blocked,
                tr.failures as reader_failures, tr.window_from as reader_window, tr.blocked_until as reader_blocked
            from device d
            left join reader r on r.tenant_id = d.tenant_id and r.device_id = d.device_id
            left join link_lease h on h.tenant_id = d.tenant_id and h.link_id = d.link_id
            left join throttle tl on tl.kind = {(int)ThrottleKind.LockCodes} and tl.subject = a.lock_attempts
            left join throttle tr on tr.kind = {(int)ThrottleKind.PrincipalCodes} and tr.subject = a.reader_attempts
            where a.reader_id is not null and d.tenant_id = a.tenant_id and d.device_id = a.reader_id and d.gone_at is null) as rd on true
        left join tile_lock tn on tn.tenant_id = a.tenant_id and tn.tile_id = a.shown_tile_id and tn.lock_id = a.lock_id
        left join lateral (
            select c.credential_id, found.desired_present and c.revoked_at is null as is_desired, c.starts_at, c.ends_at, c.hours
            from (
                select e.credential_id, e.desired_present from credential q
                join enrollment e on e.tenant_id = q.tenant_id and e.credential_id = q.credential_id and e.lock_id = a.lock_id
                where a.shown_token is not null and q.token_hash = a.shown_token and q.tenant_id = a.tenant_id
                union all
                select e.credential_id, e.desired_present from enrollment e
                where a.reader_id is not null and e.tenant_id = a.tenant_id and e.lock_id = a.lock_id and e.kind = a.shown_kind
                    and e.value_index = any (array(select v.value_index from unnest($15::bigint[], $16::bytea[]) as v (n, value_index) where v.n = a.n))
            ) as found
            join credential c on c.tenant_id = a.tenant_id and c.credential_id = found.credential_id
            where a.shown_kind is not null
            order by found.desired_present and c.revoked_at is null and (c.starts_at is null or c.starts_at <= a.shown_at)
                    and (c.ends_at is null or c.ends_at > a.shown_at) desc,
                found.desired_present desc, c.created_at desc
            limit 1) as sc on true
        """;

    public static void Bind(NpgsqlParameterCollection parameters, IReadOnlyList<DoorAsk> asks)
    {
        parameters.AddArray(asks, ask => ask.Shown?.Reader);
        parameters.AddArray(asks, ask => ask.Shown?.Epoch);
        parameters.AddArray(asks, ask => (short?)ask.Shown?.Kind);
        parameters.AddArray(asks, ask => ask.Shown?.At);
        parameters.AddArray(asks, ask => ask.Shown?.TokenHash);
        parameters.AddArray(asks, ask => ask.Shown?.AttemptsAtLock);
        parameters.AddArray(asks, ask => ask.Shown?.AttemptsAtReader);
        var indexes = asks.SelectMany((ask, n) => (ask.Shown?.ValueIndexes ?? []).Select(index => (Number: n + 1L, Index: index))).ToList();
        parameters.AddArray(indexes, pair => pair.Number);
        parameters.AddArray(indexes, pair => pair.Index);
        parameters.AddArray(asks, ask => ask.Shown?.Tile);
    }

    /// <summary>Null where nothing was shown.</summary>
    public static ShownFacts? Read(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column)
            ? null
            : new ShownFacts(
                row.GetBoolean(column + 1),
                row.GetBoolean(column + 2),
                AttemptsAt(row, column + 3),
                AttemptsAt(row, column + 6),
                row.GetId(column + 9, id => new CredentialId(id)) is { } id ? ReadCredential(row, id, column + 10) : null
            );

    /// <summary>Columns: is desired, starts_at, ends_at, hours.</summary>
    public static ShownCredential ReadCredential(NpgsqlDataReader row, CredentialId id, int column) =>
        new()
        {
            Id = id,
            IsDesired = row.GetBoolean(column),
            Window = new TimeWindow(row.GetInstant(column + 1), row.GetInstant(column + 2)),
            Hours = row.GetText(column + 3) is { } hours ? LockRow.HoursOf(hours) : null,
        };

    /// <summary>Saves how often it was wrong. Whoever shows something at a lock comes one after the other, so nothing is lost.</summary>
    public static void AddCounts(NpgsqlBatch batch, IEnumerable<(ShownAtDoor Shown, WrongCode Wrong)> counted)
    {
        var rows = counted
            .SelectMany(one =>
                new[]
                {
                    (Kind: ThrottleKind.LockCodes, Subject: one.Shown.AttemptsAtLock, Count: one.Wrong.OfLock),
                    (Kind: ThrottleKind.PrincipalCodes, Subject: one.Shown.AttemptsAtReader, Count: one.Wrong.OfReader),
                }
            )
            .ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var save = new NpgsqlBatchCommand(CodeAttemptRows.Save);
        save.Parameters.AddArray(rows, row => (short)row.Kind);
        save.Parameters.AddArray(rows, row => row.Subject);
        save.Parameters.AddArray(rows, row => row.Count.Failures);
        save.Parameters.AddArray(rows, row => row.Count.WindowFrom);
        save.Parameters.AddArray(rows, row => row.Count.BlockedUntil);
        batch.BatchCommands.Add(save);
    }

    private static CodeAttempts AttemptsAt(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? default : new CodeAttempts(row.GetInt32(column), row.GetInstant(column + 1), row.GetInstant(column + 2));
}
