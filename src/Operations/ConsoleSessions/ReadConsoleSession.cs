using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.ConsoleSessions;

/// <param name="Id">Public UUID.</param>
/// <param name="Zone">IANA zone.</param>
public sealed record SessionTenant(string Id, string Name, string Zone, TenantRole Role);

/// <summary>What the console knows of who is at it.</summary>
/// <param name="Id">Public UUID of the person.</param>
/// <param name="Login">Null for who has none.</param>
/// <param name="NeedsSecondFactor">Their role asks for one.</param>
/// <param name="IdlesAt">It ends then unless something is done before.</param>
/// <param name="EndsAt">It ends then in any case.</param>
/// <param name="ProvenUntil">Until then nothing asks again who they are; null: everything that asks does.</param>
/// <param name="Tenants">In which they have a role, by name; a home of their own last, and not while nothing is in it.</param>
public sealed record SeenConsoleSession(
    string Id,
    string? DisplayName,
    string? Login,
    bool IsInstallationAdministrator,
    bool NeedsSecondFactor,
    bool HasTotp,
    int Passkeys,
    int RecoveryCodes,
    DateTimeOffset IdlesAt,
    DateTimeOffset EndsAt,
    DateTimeOffset? ProvenUntil,
    IReadOnlyList<SessionTenant> Tenants
)
{
    public override string ToString() => $"session of {Id}";
}

/// <summary>Who is at the console, and for how long.</summary>
public sealed class ReadConsoleSession
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;

    internal ReadConsoleSession(CallerReads reads, KeyRing ring) => (this.reads, this.ring) = (reads, ring);

    /// <param name="by">With all their tenants.</param>
    public async Task<Outcome<SeenConsoleSession>> RunAsync(Caller by, CancellationToken cancel)
    {
        var read = await reads.ListAsync(by, Sql, Row.Read, _ => [by.Principal.Id, by.CredentialHash], cancel);
        if (read.IsRefused(out var refusal, out var rows))
        {
            return refusal;
        }

        if (rows.Count == 0)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var first = rows[0];
        return first.Session with
        {
            Login = first.Name.Account(installation),
            ProvenUntil = SessionRules.IsProven(by.ProvenAt, reads.Now) ? by.ProvenAt + SessionRules.Proven : null,
            Tenants = [.. rows.Select(row => row.Tenant).OfType<SessionTenant>()],
        };
    }

    private sealed record Row(SeenConsoleSession Session, PersonName Name, SessionTenant? Tenant)
    {
        public static Row Read(NpgsqlDataReader row) =>
            new(
                new SeenConsoleSession(
                    row.GetString(0),
                    row.GetText(1),
                    null,
                    row.GetBoolean(2),
                    row.GetBoolean(3),
                    row.GetBoolean(4),
                    row.GetInt32(5),
                    row.GetInt32(6),
                    row.GetFieldValue<DateTimeOffset>(7),
                    row.GetFieldValue<DateTimeOffset>(8),
                    null,
                    []
                ),
                PersonName.Read(row, 9),
                row.IsDBNull(12) ? null : new SessionTenant(row.GetString(12), row.GetString(13), row.GetString(14), (TenantRole)row.GetInt16(15))
            );
    }

    private static readonly string Sql = $"""
        select pu.wire_id, u.display_name, u.is_installation_administrator, u.is_installation_administrator or latchwork_leads_tenants(u.user_id),
            u.totp_sealed is not null, (select count(*)::int from passkey k where k.user_id = u.user_id),
            (select count(*)::int from recovery_code r where r.user_id = u.user_id), least(s.idles_at, s.expires_at), s.expires_at,
            {PersonName.ColumnsOf("n")}, pt.wire_id, t.name, t.zone, m.role
        from app_user u
        join session s on s.token_hash = $2
        join public_id pu on pu.tenant_id = u.home_tenant_id and pu.row_id = u.user_id and pu.kind = {(int)WireIdKind.UserUuid}
        {PersonName.JoinOf("u.user_id", "n")}
        left join (membership m
            join tenant t on t.tenant_id = m.tenant_id
            join public_id pt on pt.tenant_id = t.tenant_id and pt.row_id = t.tenant_id and pt.kind = {(int)WireIdKind.TenantUuid}
        ) on m.user_id = u.user_id and {Members.SwitchedOff.MemberIsOn} and (not t.is_personal
            or exists (select from smart_lock l where l.tenant_id = t.tenant_id) or exists (select from link k where k.tenant_id = t.tenant_id))
        where u.user_id = $1
        order by t.is_personal, t.name, pt.wire_id
        """;
}
