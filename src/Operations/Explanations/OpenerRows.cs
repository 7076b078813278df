using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Explanations;

/// <summary>Loads whoever could ever open one lock, and keeps those who could at an instant.</summary>
internal sealed class OpenerRows(AccessDb db, TenantId tenant, LockId door, DateTimeOffset at, DateTimeOffset now, CancellationToken cancel)
{
    private readonly ToldRows told = new(db, tenant, cancel);

    public async Task<IReadOnlyList<Opener>> LoadAsync()
    {
        var members = await MembersAsync();
        return
        [
            .. members.Where(one => Openers.ByRole(one.Value, at)).Select(one => OfMember(one.Key, one.Value)),
            .. await ClientsAsync(),
            .. await GrantsAsync(members),
            .. await CredentialsAsync(),
        ];
    }

    public async Task<ToldValues> OfLockAsync() => ToldRows.Split(await told.OfLockAsync(door, AuditKind.LockChanged), one => one.ReceivedAt <= at);

    private static Opener OfMember(Guid user, MemberThen member) =>
        new(OpenerKind.Member, user)
        {
            User = user,
            Role = member.Role,
            ChangedAt = member.ChangedAt,
        };

    /// <summary>Those who are members no more too: what became of them is in the list of events.</summary>
    private async Task<Dictionary<Guid, MemberThen>> MembersAsync()
    {
        var rows = await ListAsync(
            "select user_id, role, created_at, switched_off_at from membership where tenant_id = $1",
            row => (User: row.GetGuid(0), Role: (TenantRole)row.GetInt16(1), Since: row.GetFieldValue<DateTimeOffset>(2), Off: row.GetInstant(3))
        );
        var changes = (await told.OfMembersAsync()).GroupBy(one => one.On!.Id).ToDictionary(group => group.Key, ToldThen);
        var then = rows.ToDictionary(
            row => row.User,
            row => MemberThen.At(at, row.Role, row.Since, row.Off, changes.GetValueOrDefault(row.User, ToldValues.None))
        );
        foreach (var (user, values) in changes.Where(one => !then.ContainsKey(one.Key)))
        {
            then[user] = MemberThen.At(at, null, null, null, values);
        }

        return then;
    }

    private ToldValues ToldThen(IEnumerable<AuditEvent> events) => ToldRows.Split(events, one => one.ReceivedAt <= at);

    private async Task<IEnumerable<Opener>> ClientsAsync()
    {
        var rows = await ListAsync(
            """
            select api_client_id, name, scopes from api_client
            where tenant_id = $1 and created_at <= $2 and (revoked_at is null or revoked_at > $2)
            """,
            row => (Id: row.GetGuid(0), Name: row.GetString(1), Scopes: PermissionSet.Parse(row.GetFieldValue<string[]>(2)).Value),
            at
        );
        return rows.Where(row => Openers.ByScopes(row.Scopes, at)).Select(row => new Opener(OpenerKind.Client, row.Id) { Name = row.Name });
    }

    private async Task<IEnumerable<Opener>> GrantsAsync(Dictionary<Guid, MemberThen> members)
    {
        var rows = await ListAsync(
            $"select {GrantNow.Columns} from access_grant g where g.tenant_id = $1 and g.lock_id = $2 and (g.revoked_at is null or g.revoked_at > $3)",
            GrantNow.Read,
            door.Value,
            at
        );
        Guid[] changed = [.. rows.Where(row => row.UpdatedAt > at).Select(row => row.Grant.Id.Value)];
        var changes = await told.OfAsync(changed, one => one.ReceivedAt <= at, GrantNow.Kinds);
        return from row in rows
            let id = row.Grant.Id.Value
            let then = GrantThen.At(at, row.Grant, row.CreatedAt, row.AcceptedAt, changes.GetValueOrDefault(id, ToldValues.None))
            where Openers.ByGrant(then, members.GetValueOrDefault(row.Grant.User.Value), at)
            select new Opener(OpenerKind.Grant, id)
            {
                User = row.Grant.User.Value,
                Grant = then.Grant,
                ChangedAt = then.ChangedAt,
            };
    }

    private async Task<IEnumerable<Opener>> CredentialsAsync()
    {
        var rows = await ListAsync(CredentialsSql, EnrolledRow.Read, door.Value, at, at >= now);
        var changes = rows.Exists(row => row.Now.UpdatedAt > at) ? await told.OfLockAsync(door, AuditKind.CredentialChanged) : [];
        return from row in rows
            let id = row.Now.Then.Id
            let then = row.Now.Then with
            {
                ChangedAt = row.Now.UpdatedAt > at ? CredentialNow.WindowChangedAfter(at, id, changes) : null,
            }
            // The lock may have what was revoked until it says that it has not.
            let isBeingRemoved = row.MayHold && (!row.IsDesired || then.RevokedAt <= at)
            where Openers.ByCredential(isBeingRemoved ? then with { RevokedAt = null } : then, at)
            select new Opener(OpenerKind.Credential, id)
            {
                Name = row.Name,
                Credential = then,
                OnLock = Openers.WasOn(then, row.IsPresent, at, now),
                IsBeingRemoved = isBeingRemoved,
                IsOffline = row.IsOffline,
                ChangedAt = then.ChangedAt,
            };
    }

    /// <summary>Of those on the lock at that time, whatever became of them; of now on only those that are meant to be there, or that it may still hold.</summary>
    private static readonly string CredentialsSql = $"""
        select {CredentialNow.Columns}, c.name, e.observed, e.path, e.desired_present
        from enrollment e join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id
        left join reservation_credential r on r.tenant_id = c.tenant_id and r.credential_id = c.credential_id
        where e.tenant_id = $1 and e.lock_id = $2 and (e.gone_at is null or e.gone_at > $3) and (c.created_at <= $3 and e.created_at <= $3 or $4)
            and (e.desired_present or e.observed <> 0 or e.path = {(int)EnrollmentPath.OfflineScheme} or not $4)
        """;

    private sealed record EnrolledRow(CredentialNow Now, string? Name, int Observed, EnrollmentPath Path, bool IsDesired)
    {
        private const int Own = 12;

        public bool IsOffline => Path == EnrollmentPath.OfflineScheme;

        /// <summary>Null where nobody knows; what this server does not carry there itself it never knows.</summary>
        public bool? IsPresent =>
            (Path, Observed) switch
            {
                (EnrollmentPath.Link, 0) => false,
                (EnrollmentPath.Link, 1) => true,
                _ => null,
            };

        public bool MayHold => Observed != 0 || IsOffline;

        public static EnrolledRow Read(NpgsqlDataReader row) =>
            new(CredentialNow.Read(row), row.GetText(Own), row.GetInt16(Own + 1), (EnrollmentPath)row.GetInt16(Own + 2), row.GetBoolean(Own + 3));
    }

    private Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, params object?[] values) =>
        db.ListByKeyAsync(TenantSet.Of(tenant), sql, map, [tenant.Value, .. values], cancel);
}
