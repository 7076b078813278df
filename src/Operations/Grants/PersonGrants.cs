using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;
using Npgsql;

namespace Latchwork.Operations.Grants;

/// <param name="Lock">Public UUID.</param>
public sealed record PersonGrant(string Lock, GrantRole Role, TimeWindow Window);

/// <param name="Grants">To locks that the caller runs.</param>
public sealed record PersonWithGrants(ShownPerson Person, IReadOnlyList<PersonGrant> Grants);

/// <summary>What somebody may do at the locks that the caller runs.</summary>
public sealed class PersonGrants
{
    public const int MostTold = 1000;

    private readonly CallerReads reads;
    private readonly ShownPeople people;

    internal PersonGrants(CallerReads reads, ShownPeople people) => (this.reads, this.people) = (reads, people);

    /// <summary>
    /// By the names of the locks. Who shares no such lock is known by their id and key alone, as from the directory: shown like somebody who never came, so
    /// that nobody learns who has an account. Of another pool they are not found.
    /// </summary>
    public async Task<Outcome<PersonWithGrants>> FindAsync(Caller by, WireId userId, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, Sql, Row.Read, now => [userId.Text, by.User?.Value ?? Guid.Empty, now], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        var shared = read.Rows.FindAll(row =>
            row.Asked is { Grant: not null } asked && asked.Refuse(AccessAct.ListGrants, read.By, reads.Now) is null
        );
        if (read.Rows is not [{ Person: { } person }, ..] || (person.IsForeign && shared.Count == 0))
        {
            return AccessError.NotFound(Noun.User);
        }

        var shown = (await people.OpenAsync([person], cancel))[0];
        var isKnown = shared.Count > 0 || person.Name.User == by.User;
        return new PersonWithGrants(
            isKnown ? shown : shown with { Name = new NamedPerson(shown.Name.Id, null, null), IsOrphan = true },
            shared.ConvertAll(row => row.Grant!)
        );
    }

    /// <param name="Asked">A lock of theirs, as the caller stands to it; without a grant of the caller's where they share none.</param>
    private sealed record Row(ShownPersonRow? Person, AskedLock? Asked, PersonGrant? Grant)
    {
        private const int Held = ShownPersonRow.Width + 4;

        public static Row Read(NpgsqlDataReader row) =>
            row.IsDBNull(ShownPersonRow.Width)
                ? new(ShownPersonRow.Read(row, 0), null, null)
                : new(
                    ShownPersonRow.Read(row, 0),
                    AskedLock.Read(row, Held),
                    new PersonGrant(
                        row.GetString(ShownPersonRow.Width),
                        (GrantRole)row.GetInt16(ShownPersonRow.Width + 1),
                        new TimeWindow(row.GetInstant(ShownPersonRow.Width + 2), row.GetInstant(ShownPersonRow.Width + 3))
                    )
                );
    }

    private static readonly string Sql = $"""
        select {ShownPersonRow.ColumnsOf("person", "$2")}, d.*
        from public_id p
        {NamedPersonRow.JoinOf("p.row_id", "person")}
        left join lateral (
            select lu.wire_id as held_id, h.role as held_role, h.starts_at as held_from, h.ends_at as held_until, {AskedLock.Columns}
            from access_grant h
            join smart_lock l on l.tenant_id = h.tenant_id and l.lock_id = h.lock_id and l.decommissioned_at is null
            join public_id lu on lu.tenant_id = l.tenant_id and lu.row_id = l.lock_id and lu.kind = {(int)WireIdKind.LockUuid}
            join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $2 and g.revoked_at is null
            where h.user_id = p.row_id and h.revoked_at is null and (h.ends_at is null or h.ends_at > $3)
            order by l.name, lu.wire_id limit {MostTold}) as d on true
        where p.kind = {(int)WireIdKind.UserUuid} and p.wire_id = $1
        """;
}
