using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Members;
using Latchwork.Operations.Readers;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>A command in the database that has not ended.</summary>
/// <param name="Act">Null for one that carries a credential: it is planned anew from its enrollment.</param>
public sealed record OpenCommand(
    LinkKey Link,
    CommandId Id,
    CommandState State,
    string DeviceAddress,
    DeviceAct? Act,
    CommandClass Class,
    DateTimeOffset SubmittedAt,
    DateTimeOffset DeadlineAt,
    ClaimedBy? Claim
);

/// <summary>The commands of a link that have not ended, for its holder.</summary>
public sealed class OpenCommands
{
    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal OpenCommands(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <summary>Of all the links in one round trip, oldest first.</summary>
    public Task<List<OpenCommand>> OfLinksAsync(IReadOnlyCollection<LinkKey> links, CancellationToken cancel) =>
        db.ListAsync(
            new TenantSet(links.Select(link => link.Tenant)),
            """
            select c.command_id, c.state, c.device_address, c.act, c.slot, c.arguments::text, c.priority, c.submitted_at, c.deadline_at, c.node_id, c.epoch,
                c.tenant_id, c.link_id
            from unnest($1::uuid[], $2::uuid[]) as k (tenant_id, link_id)
            join device_command c on c.tenant_id = k.tenant_id and c.link_id = k.link_id and c.ended_at is null
            order by c.submitted_at, c.command_id
            """,
            Read,
            [links.Select(link => link.Tenant.Value).ToArray(), links.Select(link => link.Link.Value).ToArray()],
            cancel
        );

    /// <summary>
    /// Claims a pending command, if it is to be claimed, and decides it again, if that is asked for, in one commit (AZ-5; design, "Leases").
    /// </summary>
    /// <returns>Null when it may be sent; else why not. <see cref="AccessErrorCode.Conflict"/>: it has ended, or is another's.</returns>
    public async Task<AccessError?> ConfirmAsync(
        TenantId tenant,
        CommandId command,
        ClaimedBy claim,
        bool claims,
        bool decides,
        CancellationToken cancel
    )
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        if (claims)
        {
            var claimed = await work.DoAsync(
                """
                update device_command set state = 2, node_id = $3, epoch = $4
                where tenant_id = $1 and command_id = $2 and state = 1 and ended_at is null
                    and exists (select from link_lease x where x.tenant_id = $1 and x.link_id = device_command.link_id and x.epoch = $4)
                """,
                [tenant.Value, command.Value, claim.Node.Value, claim.Epoch],
                cancel
            );
            if (claimed == 0)
            {
                return new AccessError(AccessErrorCode.Conflict, "The command is not waiting any more.");
            }
        }

        var refusal = decides ? await RefuseAsync(work, tenant, command, cancel) : null;
        if (claims)
        {
            await work.CommitAsync(cancel);
        }

        return refusal;
    }

    /// <summary>Gives an unsent command back for the next holder of the link.</summary>
    public Task ReleaseAsync(TenantId tenant, CommandId command, long epoch, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.Of(tenant),
            """
            update device_command set state = 1, node_id = null, epoch = null
            where tenant_id = $1 and command_id = $2 and ended_at is null and epoch = $3 returning 1
            """,
            row => row.GetInt32(0),
            [tenant.Value, command.Value, epoch],
            cancel
        );

    /// <summary>Those of the commands that have ended, with how.</summary>
    public Task<List<(CommandId Id, CommandResult Result)>> EndedAsync(
        IReadOnlyCollection<TenantId> tenants,
        IReadOnlyCollection<CommandId> commands,
        CancellationToken cancel
    ) =>
        db.ListAsync(
            new TenantSet(tenants),
            """
            select c.command_id, c.state, c.error, c.detail, c.bolt, c.door, c.battery, c.battery_is_low, c.clock_at from device_command c
            where c.tenant_id = any ($1) and c.command_id = any ($2) and c.ended_at is not null
            """,
            ReadEnded,
            [tenants.Select(t => t.Value).ToArray(), commands.Select(c => c.Value).ToArray()],
            cancel
        );

    private async Task<AccessError?> RefuseAsync(Work work, TenantId tenant, CommandId command, CancellationToken cancel)
    {
        var facts = await work.ListAsync(
            $"""
            select c.act, c.surface, c.asked_by_kind,
                (c.asked_by_kind in (3, 4, 5) or exists (
                    select from session s left join app_user u on u.user_id = s.user_id
                    where s.session_id = c.session_id and s.revoked_at is null and u.disabled_at is null)
                and not exists (select from signing_key x where x.key_id = c.signing_key_id and x.revoked_at is not null)),
                l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses, m.role, k.scopes, {GrantRow.Columns},
                {RelockRow.IsOfServer} and not exists (select from relock r where r.tenant_id = c.tenant_id and r.lock_id = c.lock_id and r.command_id = c.command_id),
                x.credential_id, e.desired_present and x.revoked_at is null, x.starts_at, x.ends_at, x.hours
            from device_command c
            join smart_lock l on l.tenant_id = c.tenant_id and l.lock_id = c.lock_id
                and (l.decommissioned_at is null or c.act = {(int)ActNumber.Lock} and {RelockRow.IsOfServer})
            left join membership m on m.tenant_id = c.tenant_id and m.user_id = c.asked_by and {SwitchedOff.MemberIsOn}
            left join api_client k on k.tenant_id = c.tenant_id and k.api_client_id = c.asked_by and k.revoked_at is null
            left join access_grant g on g.tenant_id = c.tenant_id and g.lock_id = c.lock_id and g.user_id = c.asked_by and g.revoked_at is null
                and {SwitchedOff.HolderIsOn}
            left join credential x on x.tenant_id = c.tenant_id and x.credential_id = c.credential_id
            left join lateral (
                select bool_or(n.desired_present) as desired_present from enrollment n
                where n.tenant_id = c.tenant_id and n.credential_id = c.credential_id and n.lock_id = c.lock_id) as e on true
            where c.tenant_id = $1 and c.command_id = $2
            """,
            row =>
                !row.GetBoolean(3) ? new AccessError(AccessErrorCode.NotAuthenticated, "The credential is not valid any more.")
                : row.GetBoolean(11 + GrantRow.Width) ? OpenedAgain
                : (PrincipalKind)row.GetInt16(2) is PrincipalKind.Device or PrincipalKind.Tile ? RefuseShown(row, clock.Now())
                : AccessDecision.Refuse(ActOf(row), FactsOf(row), clock.Now()),
            [tenant.Value, command.Value],
            cancel
        );
        return facts.Count > 0 ? facts[0] : await BoxAsked.RefuseAsync(work, tenant, command, clock.Now(), cancel);
    }

    private static AccessError? RefuseShown(NpgsqlDataReader row, DateTimeOffset now)
    {
        const int Credential = 12 + GrantRow.Width;
        var shown = row.GetId(Credential, id => new CredentialId(id)) is { } id ? ShownRow.ReadCredential(row, id, Credential + 1) : null;
        // Of a tile, as in FactsOf: the address was checked when it was decided first.
        return (PrincipalKind)row.GetInt16(2) == PrincipalKind.Tile
            ? AccessDecision.RefuseShown(shown, LockRow.ReadFacts(row, 4) with { PermittedAddresses = AddressList.Empty }, now, IPAddress.None)
            : AccessDecision.RefuseShown(shown, LockRow.ReadFacts(row, 4), now);
    }

    private static AccessAct ActOf(NpgsqlDataReader row) =>
        (ActNumber)row.GetInt16(0) is ActNumber.Lock
        && (PrincipalKind)row.GetInt16(2) == PrincipalKind.Server
        && (Surface)row.GetInt16(1) == Surface.None
            ? AccessAct.Relock
            : ((ActNumber)row.GetInt16(0)).AccessAct();

    private static readonly AccessError OpenedAgain = new(
        AccessErrorCode.NotSentInTime,
        "The door was opened again, or is not to be moved any more: nothing will happen.",
        Noun.Lock
    );

    // The address a command came from was checked when it was decided first; it is personal detail and not kept with the command.
    private static AccessFacts FactsOf(NpgsqlDataReader row)
    {
        var surface = (Surface)row.GetInt16(1);
        return new AccessFacts
        {
            Lock = LockRow.ReadFacts(row, 4) with { PermittedAddresses = AddressList.Empty },
            Grant = GrantRow.ReadOptional(row, 11),
            Standing =
                (PrincipalKind)row.GetInt16(2) == PrincipalKind.Server ? PermissionSet.All
                : !row.IsDBNull(10) ? PermissionSet.Parse(row.GetFieldValue<string[]>(10)).Value
                : !row.IsDBNull(9) && surface is Surface.Native or Surface.Console ? ((TenantRole)row.GetInt16(9)).Permissions()
                : null,
            IsRemote = true,
        };
    }

    private static OpenCommand Read(NpgsqlDataReader row) =>
        new(
            new LinkKey(new TenantId(row.GetGuid(11)), new LinkId(row.GetGuid(12))),
            new CommandId(row.GetGuid(0)),
            (CommandState)row.GetInt16(1),
            row.GetString(2),
            StoredAct.Restore((ActNumber)row.GetInt16(3), row.GetOptional<short>(4), row.GetText(5)),
            (CommandClass)row.GetInt16(6),
            row.GetFieldValue<DateTimeOffset>(7),
            row.GetFieldValue<DateTimeOffset>(8),
            row.GetId(9, id => new NodeId(id)) is { } node ? new ClaimedBy(node, row.GetInt64(10)) : null
        );

    private static (CommandId, CommandResult) ReadEnded(NpgsqlDataReader row)
    {
        var state = (CommandState)row.GetInt16(1);
        AccessError? error = row.IsDBNull(2) ? null : new AccessError((AccessErrorCode)row.GetInt16(2), row.GetText(3) ?? "");
        DeviceReading? reading =
            row.GetOptional<short>(4) is { } bolt ? new DeviceReading.Bolt((BoltState)bolt, (DoorState)row.GetInt16(5))
            : row.GetOptional<bool>(7) is { } isLow ? new DeviceReading.Battery(row.GetOptional<short>(6), isLow)
            : row.GetInstant(8) is { } at ? new DeviceReading.Clock(at)
            : null;
        return (new CommandId(row.GetGuid(0)), new CommandResult(state, error, reading));
    }
}
