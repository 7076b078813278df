using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Users;

/// <summary>By what somebody is looked for.</summary>
public enum DirectoryField
{
    Email,
    Telephone,

    /// <summary>The id that the wires have for them.</summary>
    LocalKey,

    /// <summary>The id that their application has for them.</summary>
    ForeignKey,
}

public readonly record struct DirectoryKey(DirectoryField Field, string Text)
{
    public override string ToString() => Field.ToString();
}

/// <param name="Found">By which of the keys.</param>
public sealed record DirectoryEntry(DirectoryKey Found, NamedKey Person);

/// <summary>
/// Who is who, for whoever wants to share something: people of the caller's own pool alone, and by an address only where its owner has shown that it is theirs
/// (doordeck.md 10.10).
/// </summary>
public sealed class PeopleDirectory
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;
    private readonly PublicKeys keys;

    internal PeopleDirectory(CallerReads reads, KeyRing ring, PublicKeys keys) => (this.reads, this.ring, this.keys) = (reads, ring, keys);

    /// <summary>In the order of the keys; those who are not found are left out.</summary>
    public async Task<Outcome<IReadOnlyList<DirectoryEntry>>> FindAsync(Caller by, IReadOnlyList<DirectoryKey> asked, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var wanted = asked
            .SelectMany((key, place) => Indexes(key, installation).Select(index => (Place: place, Kind: KindOf(key.Field), Index: index)))
            .ToList();
        var uuids = asked.Select((key, place) => (Place: place, key)).Where(one => one.key.Field == DirectoryField.LocalKey).ToList();
        var found = await reads.ListAsync(
            by,
            Sql,
            row => (Place: row.GetInt32(0), User: new UserId(row.GetGuid(1)), Uuid: row.GetString(2)),
            _ =>
                [
                    by.Principal.Id,
                    wanted.Select(one => one.Place).ToArray(),
                    wanted.Select(one => (short)one.Kind).ToArray(),
                    wanted.Select(one => one.Index).ToArray(),
                    uuids.Select(one => one.Place).ToArray(),
                    uuids.Select(one => one.key.Text.ToLowerInvariant()).ToArray(),
                ],
            cancel
        );
        if (found.IsRefused(out var refusal, out var rows))
        {
            return refusal;
        }

        var shown = await keys.OfAsync([.. rows.Select(row => row.User)], cancel);
        return rows.DistinctBy(row => row.Place)
            .Where(row => shown.ContainsKey(row.User))
            .Select(row => new DirectoryEntry(asked[row.Place], new NamedKey(row.Uuid, shown[row.User])))
            .ToList();
    }

    private static LoginKind KindOf(DirectoryField field) =>
        field switch
        {
            DirectoryField.Telephone => LoginKind.Telephone,
            DirectoryField.ForeignKey => LoginKind.ForeignKey,
            DirectoryField.Email or DirectoryField.LocalKey => LoginKind.Email,
        };

    private static IReadOnlyList<byte[]> Indexes(DirectoryKey key, TenantKeys installation) =>
        key.Field switch
        {
            DirectoryField.Email => ContactText.Email(key.Text) is { Error: null } email ? installation.ContactIndexes(email.Value) : [],
            DirectoryField.Telephone => ContactText.Telephone(key.Text) is { Error: null } number ? installation.ContactIndexes(number.Value) : [],
            DirectoryField.ForeignKey => ContactText.ForeignKey(key.Text) is { Error: null } foreign
                ? installation.ContactIndexes(foreign.Value)
                : [],
            DirectoryField.LocalKey => [],
        };

    private static readonly string Sql = $"""
        with me as (select pool from app_user where user_id = $1),
        named as (
            select w.place, l.user_id from me, unnest($2::int[], $3::smallint[], $4::bytea[]) as w (place, kind, name_index)
            join login l on l.kind = w.kind and l.name_index = w.name_index
            where l.pool = me.pool and (l.verified_at is not null or l.kind = {(int)LoginKind.ForeignKey})
            union all
            select w.place, p.row_id from unnest($5::int[], $6::text[]) as w (place, wire_id)
            join public_id p on p.kind = {(int)WireIdKind.UserUuid} and p.wire_id = w.wire_id
        )
        select n.place, u.user_id, p.wire_id
        from named n, me, app_user u
        join public_id p on p.tenant_id = u.home_tenant_id and p.row_id = u.user_id and p.kind = {(int)WireIdKind.UserUuid}
        where u.user_id = n.user_id and u.pool = me.pool and u.disabled_at is null
        order by n.place
        """;
}
