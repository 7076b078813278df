using System.Globalization;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Ids;

/// <summary>
/// Issues public ids inside the transaction that makes the row. Numbers of 31 bits are a keyed permutation of a sequence per kind, texts are
/// random (AZ-8). An id that an import took before is passed over; the transaction never fails for it.
/// </summary>
internal sealed class WireIds(KeyRing ring)
{
    public Task IssueAsync(Work work, TenantId tenant, Guid row, CancellationToken cancel, params IReadOnlyList<WireIdKind> kinds) =>
        IssueAsync(work, tenant, [row], cancel, kinds);

    /// <summary>One of each kind for each row. The round trips do not grow with the rows.</summary>
    public async Task IssueAsync(
        Work work,
        TenantId tenant,
        IReadOnlyList<Guid> rows,
        CancellationToken cancel,
        params IReadOnlyList<WireIdKind> kinds
    )
    {
        var missing = rows.SelectMany(row => kinds.Select(kind => (Kind: kind, Row: row))).ToList();
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        while (missing.Count > 0)
        {
            var texts = await TextsAsync(work, installation, [.. missing.Select(id => id.Kind)], cancel);
            var issued = await work.ListAsync(
                """
                insert into public_id (kind, wire_id, tenant_id, row_id) select kind, wire_id, $4, row_id
                from unnest($1::smallint[], $2::text[], $3::uuid[]) as i (kind, wire_id, row_id) on conflict do nothing returning kind, row_id
                """,
                row => (Kind: (WireIdKind)row.GetInt16(0), Row: row.GetGuid(1)),
                [missing.Select(id => (short)id.Kind).ToArray(), texts, missing.Select(id => id.Row).ToArray(), tenant.Value],
                cancel
            );
            missing = [.. missing.Except(issued)];
        }
    }

    /// <summary>
    /// A column of a query: the public id of a row, null where it has none of the kind. A subquery and no join, since the planner tries joins in every order: a
    /// statement with eight of them took longer to plan than to run, and began at a table that it had to read whole.
    /// </summary>
    /// <param name="row">The column that holds the row's id, as <c>l.lock_id</c>; its table has a tenant.</param>
    public static string Of(WireIdKind kind, string row) =>
        $"(select w.wire_id from public_id w where w.tenant_id = {row[..row.IndexOf('.', StringComparison.Ordinal)]}.tenant_id and w.row_id = {row} and w.kind = {(int)kind})";

    /// <summary>The number that a row was issued, in the transaction that made it too.</summary>
    public static async Task<int> NumberAsync(Work work, TenantId tenant, Guid row, WireIdKind kind, CancellationToken cancel) =>
        int.Parse(await TextAsync(work, tenant, row, kind, cancel), CultureInfo.InvariantCulture);

    /// <summary>The same as the wire writes it.</summary>
    public static async Task<string> TextAsync(Work work, TenantId tenant, Guid row, WireIdKind kind, CancellationToken cancel) =>
        (await TextsAsync(work, tenant, row, cancel, kind))[0];

    /// <summary>Several of one row, in the order of the kinds.</summary>
    public static async Task<string[]> TextsAsync(
        Work work,
        TenantId tenant,
        Guid row,
        CancellationToken cancel,
        params IReadOnlyList<WireIdKind> kinds
    )
    {
        var found = await work.ListAsync(
            "select kind, wire_id from public_id where tenant_id = $1 and row_id = $2 and kind = any ($3)",
            r => (Kind: (WireIdKind)r.GetInt16(0), Text: r.GetString(1)),
            [tenant.Value, row, kinds.Select(kind => (short)kind).ToArray()],
            cancel
        );
        return
        [
            .. kinds.Select(kind =>
                found.FirstOrDefault(one => one.Kind == kind).Text
                ?? throw new InvalidOperationException($"The row has no public id of the kind {kind}.")
            ),
        ];
    }

    /// <summary>For those of the rows that have none of the kind yet, whenever they were made.</summary>
    public async Task IssueMissingAsync(Work work, TenantId tenant, IReadOnlyList<Guid> rows, WireIdKind kind, CancellationToken cancel)
    {
        var missing = await work.ListAsync(
            """
            select r.row_id from unnest($2::uuid[]) as r (row_id)
            where not exists (select from public_id p where p.tenant_id = $1 and p.row_id = r.row_id and p.kind = $3)
            """,
            row => row.GetGuid(0),
            [tenant.Value, rows.ToArray(), (short)kind],
            cancel
        );
        if (missing.Count > 0)
        {
            await IssueAsync(work, tenant, missing, cancel, kind);
        }
    }

    private static async Task<string[]> TextsAsync(Work work, TenantKeys installation, WireIdKind[] kinds, CancellationToken cancel)
    {
        var numbers = new Queue<string>(await NumbersAsync(work, installation, [.. kinds.Where(IsNumber)], cancel));
        return [.. kinds.Select(kind => IsNumber(kind) ? numbers.Dequeue() : Text(kind))];
    }

    private static async Task<IEnumerable<string>> NumbersAsync(Work work, TenantKeys installation, WireIdKind[] kinds, CancellationToken cancel)
    {
        if (kinds.Length == 0)
        {
            return [];
        }

        var sequences = await work.ListAsync(
            "select nextval(('public_id_' || k.kind)::regclass) from unnest($1::smallint[]) with ordinality as k (kind, n) order by k.n",
            row => row.GetInt64(0),
            [kinds.Select(kind => (short)kind).ToArray()],
            cancel
        );
        return kinds.Zip(
            sequences,
            (kind, sequence) => installation.PublicIds(kind.ToString()).Permute(sequence).ToString(CultureInfo.InvariantCulture)
        );
    }

    private static bool IsNumber(WireIdKind kind) => kind < WireIdKind.LockUuid;

    private static string Text(WireIdKind kind) =>
        kind switch
        {
            >= WireIdKind.LockUuid and < WireIdKind.KeyvoxLock => SecretMaker.Uuid4(),
            WireIdKind.AlertUuid or WireIdKind.DeviceUuid or WireIdKind.GroupUuid => SecretMaker.Uuid4(),
            WireIdKind.KeyvoxLock => SecretMaker.UpperAlphanumeric(16),
            WireIdKind.KeyvoxLocker => SecretMaker.UpperHex16(),
            WireIdKind.KeyvoxOrder => SecretMaker.Upper9(),
            WireIdKind.KeyvoxKey => SecretMaker.HmacKey(),
            WireIdKind.SifelyClient => SecretMaker.SifelyClientId(),
            WireIdKind.AppClient => SecretMaker.Hex(32),
            _ => SecretMaker.Hex24(),
        };
}
