using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Grants;

/// <summary>Somebody with an account, by their login name.</summary>
/// <param name="IsRegistered">
/// They have a password and have shown that the name is theirs. Else they were invited and have set none, or somebody has registered under the name of
/// whom nobody knows whether it is theirs: what they are given waits until whoever reads that mailbox sets a password.
/// </param>
internal sealed record Receiver(UserId User, TenantId Home, bool IsRegistered);

/// <summary>The same, with an address to write to, where there is one.</summary>
internal sealed record NamedReceiver(Receiver Receiver, LoginName? Address)
{
    public override string ToString() => nameof(NamedReceiver);
}

/// <summary>Finds people of the installation's pool by the keyed hash of their login names.</summary>
internal sealed class Receivers(AccessDb db, KeyRing ring)
{
    /// <summary>Said alike of who is unknown, disabled, or was never more than invited.</summary>
    public static readonly AccessError Unknown = AccessError.NotFound(Noun.User);

    /// <summary>Of the row <c>u</c> of app_user: what they are given holds at once. For people of an application, it knows them.</summary>
    public const string HoldsAtOnce = """
        (u.pool <> '00000000-0000-0000-0000-000000000000' or u.password_hash is not null
            and exists (select from login o where o.user_id = u.user_id and o.verified_at is not null))
        """;

    /// <summary>
    /// In the turn that gives them something, after its chains: who sets their first password or is removed at this moment does so wholly before or
    /// wholly after.
    /// </summary>
    /// <returns>Whether they are still there.</returns>
    public static async Task<bool> HoldAsync(CallerTurn turn, UserId receiver, CancellationToken cancel) =>
        await turn.Work.FirstAsync(
            $"select 1 from app_user where user_id = $1 and disabled_at is null {Hold(turn)}",
            row => row.GetInt32(0),
            [receiver.Value],
            cancel
        ) == 1;

    /// <summary>Several at once, in one order for all: before a turn holds them one by one.</summary>
    public static Task HoldAsync(CallerTurn turn, IReadOnlyList<UserId> receivers, CancellationToken cancel) =>
        turn.IsRehearsal || receivers.Count == 0
            ? Task.CompletedTask
            : turn.Work.DoAsync(
                "select 1 from app_user where user_id = any ($1) order by user_id for update",
                [receivers.Select(one => one.Value).ToArray()],
                cancel
            );

    /// <summary>Whom a rehearsal would give something to is not kept from their log-in by it.</summary>
    private static string Hold(CallerTurn turn) => turn.IsRehearsal ? "" : "for update";

    /// <summary>Whether they are a member of the turn's tenant, or were given something there, ever.</summary>
    public static Task<bool> AreKnownAsync(CallerTurn turn, UserId person, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            """
            select exists (select from membership where tenant_id = $1 and user_id = $2)
                or exists (select from access_grant where tenant_id = $1 and user_id = $2)
            """,
            row => row.GetBoolean(0),
            [turn.Tenant.Value, person.Value],
            cancel
        );

    public async Task<Receiver?> FindAsync(LoginName name, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return await db.FirstAsync(
            TenantSet.None,
            """
            select u.user_id, u.home_tenant_id, u.password_hash is not null and l.verified_at is not null from login l join app_user u on u.user_id = l.user_id
            where l.pool = $1 and l.kind = $2 and l.name_index = any ($3) and u.disabled_at is null
            """,
            row => new Receiver(new UserId(row.GetGuid(0)), new TenantId(row.GetGuid(1)), row.GetBoolean(2)),
            [Guid.Empty, (short)name.Kind, installation.ContactIndexes(name.Text).ToArray()],
            cancel
        );
    }

    /// <summary>Those who exist of these e-mail addresses.</summary>
    public async Task<IReadOnlyDictionary<LoginName, Receiver>> FindAsync(IReadOnlyCollection<LoginName> addresses, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var named = addresses
            .SelectMany(address =>
                installation.ContactIndexes(address.Text).Select(index => (Key: Convert.ToHexString(index), Address: address, index))
            )
            .ToDictionary(one => one.Key, StringComparer.Ordinal);
        var found = await db.ListAsync(
            TenantSet.None,
            """
            select l.name_index, u.user_id, u.home_tenant_id, u.password_hash is not null and l.verified_at is not null
            from login l join app_user u on u.user_id = l.user_id
            where l.pool = $1 and l.kind = $2 and l.name_index = any ($3) and u.disabled_at is null
            """,
            row =>
                (
                    named[Convert.ToHexString(row.GetFieldValue<byte[]>(0))].Address,
                    Receiver: new Receiver(new UserId(row.GetGuid(1)), new TenantId(row.GetGuid(2)), row.GetBoolean(3))
                ),
            [Guid.Empty, (short)LoginKind.Email, named.Values.Select(one => one.index).ToArray()],
            cancel
        );
        return found.ToDictionary(one => one.Address, one => one.Receiver);
    }

    /// <summary>Those who exist, of whatever pool, by the ids that the wires have for them, in lower case.</summary>
    public async Task<Dictionary<string, NamedReceiver>> FindAsync(IReadOnlyList<string> uuids, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var found = await db.ListAsync(
            TenantSet.None,
            $"""
            select p.wire_id, u.user_id, u.home_tenant_id, {HoldsAtOnce}, o.login_id, o.name_sealed
            from public_id p
            join app_user u on u.user_id = p.row_id and u.disabled_at is null
            left join lateral (
                select l.login_id, l.name_sealed from login l where l.user_id = u.user_id and l.kind in (2, 3) order by l.kind limit 1) as o on true
            where p.kind = $1 and p.wire_id = any ($2)
            """,
            row =>
                (
                    Uuid: row.GetString(0),
                    Receiver: new Receiver(new UserId(row.GetGuid(1)), new TenantId(row.GetGuid(2)), row.GetBoolean(3)),
                    Login: row.GetOptional<Guid>(4),
                    Sealed: row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5)
                ),
            [(short)WireIdKind.UserUuid, uuids.ToArray()],
            cancel
        );
        return found.ToDictionary(
            one => one.Uuid,
            one => new NamedReceiver(
                one.Receiver,
                one.Login is { } login && LoginName.Parse(installation.OpenText(PersonName.PlaceOf(login), one.Sealed!)) is { Error: null } name
                    ? name.Value
                    : null
            ),
            StringComparer.Ordinal
        );
    }
}
