using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <summary>
/// The RSA key that a wire shows of a person (6): made the first time that it is shown, the same on every node and for good. It is no reason for
/// anything: whoever asks has decided that the people may be shown.
/// </summary>
public sealed class PublicKeys
{
    /// <summary>So many are made before they are stored: who hangs up loses no more than these.</summary>
    private const int AtATime = 32;

    private readonly AccessDb db;
    private readonly RsaKeyPool pool;

    internal PublicKeys(AccessDb db, RsaKeyPool pool) => (this.db, this.pool) = (db, pool);

    /// <summary>SubjectPublicKeyInfo of everybody who exists; one round trip where all were shown before.</summary>
    public async Task<IReadOnlyDictionary<UserId, byte[]>> OfAsync(IReadOnlyList<UserId> people, CancellationToken cancel)
    {
        var stored = await ReadAsync(people, cancel);
        UserId[] without = [.. stored.Where(person => person.Value is null).Select(person => person.Key)];
        var made = await MakeAsync(without, cancel);
        return stored.Where(person => person.Value is not null || made.ContainsKey(person.Key)).ToDictionary(p => p.Key, p => p.Value ?? made[p.Key]);
    }

    /// <summary>For people who were read and have none yet: theirs, once it is stored.</summary>
    internal async Task<IReadOnlyDictionary<UserId, byte[]>> MakeAsync(IReadOnlyList<UserId> without, CancellationToken cancel)
    {
        foreach (var some in without.Chunk(AtATime))
        {
            var fresh = await pool.TakeAsync(some.Length, cancel);
            await db.ListAsync(TenantSet.None, StoreSql, _ => true, [some.Select(person => person.Value).ToArray(), fresh], cancel);
        }

        var stored = without.Count == 0 ? [] : await ReadAsync(without, cancel);
        return stored.Where(person => person.Value is not null).ToDictionary(person => person.Key, person => person.Value!);
    }

    private async Task<Dictionary<UserId, byte[]?>> ReadAsync(IReadOnlyList<UserId> people, CancellationToken cancel)
    {
        var rows = await db.ListAsync(
            TenantSet.None,
            "select user_id, public_key from app_user where user_id = any ($1)",
            row => (User: new UserId(row.GetGuid(0)), Key: row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1)),
            [people.Select(person => person.Value).Distinct().ToArray()],
            cancel
        );
        return rows.ToDictionary(row => row.User, row => row.Key);
    }

    // The first one stored is the one. Rows in one order for all, and without standing in the way of those who only refer to them.
    private const string StoreSql = """
        update app_user u set public_key = n.public_key
        from (
            select a.user_id, n.public_key
            from unnest($1::uuid[], $2::bytea[]) as n (user_id, public_key) join app_user a on a.user_id = n.user_id
            where a.public_key is null order by a.user_id for no key update of a) as n
        where u.user_id = n.user_id
        """;
}
