using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Readers;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Lockers;

/// <summary>What was shown at a panel is to open this box.</summary>
internal sealed record BoxShown(CredentialId Credential, BoxLeaseId Lease, BoxId Box, BoxNumber Number);

/// <summary>
/// Somebody shows a code at the panel of a cabinet: it is decided here, now, and the box opens with the credential as the cause. A wrong code is never stored
/// (KR-7); that somebody tried one is in the audit, and how often they may try is counted by cabinet and by panel (RL-2).
/// </summary>
internal sealed class PresentAtLocker(AccessDb db, KeyRing ring, BoxCommands commands, LeaseClock leases, TimeProvider clock) : IPresentAtLocker
{
    /// <summary>How long whoever stands at the panel waits for the box.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    /// <param name="shownAt">The panel, or the reader beside it.</param>
    /// <returns>
    /// Refused as <see cref="AccessErrorCode.NotFound"/> where it is no code of this cabinet: nothing tells a wrong one from one of another cabinet, or from one that is over
    /// and was erased. Other refusals say why a code of this cabinet opens nothing now, or what became of the opening.
    /// </returns>
    public async Task<Outcome<Presented>> RunAsync(Presentation shown, LockerId locker, DeviceId shownAt, CancellationToken cancel)
    {
        var tenant = shown.Lease.Key.Tenant;
        var decided = await DecideAsync(shown, locker, shownAt, cancel);
        if (decided.IsRefused(out var refusal, out var opening))
        {
            return refusal;
        }

        var ended = await commands.AwaitAsync(opening.Command, tenant, Wait, CancellationToken.None);
        // The lane of outcomes has written what became of it; this only spares the clock's pause.
        await leases.LookAsync(tenant, [opening.Shown.Lease], CancellationToken.None);
        return ended.Then(_ => new Presented(opening.Shown.Credential, opening.Shown.Number));
    }

    private async Task<Outcome<Opening>> DecideAsync(Presentation presented, LockerId locker, DeviceId shownAt, CancellationToken cancel)
    {
        var (tenant, kind) = (presented.Lease.Key.Tenant, presented.Kind);
        using var keys = await ring.RentAsync(tenant, cancel);
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        var chain = await work.HoldChainsAsync(cancel, tenant);
        // Whoever held the chain before may have taken as long as they like.
        var now = clock.Now();
        var by = Caller.Server(tenant) with { Principal = new Principal(PrincipalKind.Device, shownAt.Value), Surface = Surface.None };
        var told = new AuditEvent
        {
            Kind = AuditKind.PresentCredential,
            Outcome = AuditOutcome.Refused,
            Operation = OperationId.New(now).Value,
            By = by.Audited,
            On = new AuditObject(Noun.Locker, locker.Value),
            Shown = kind,
        };
        var attempts = await PanelAttempts.OfAsync(work, ring, kind, locker, shownAt, cancel);
        var refused = await RefuseAsync(work, presented, locker, shownAt, now, cancel) ?? attempts?.Refuse(now);
        var asked = refused is not null ? refused : Decide(await FindAsync(work, keys, locker, kind, presented.Value, cancel), now);
        if (asked.IsRefused(out var refusal, out var step))
        {
            chain.Append(tenant, told with { Reason = refusal.Code }, now);
            if (attempts is not null && refusal == Unknown && await attempts.CountAsync(work, now))
            {
                chain.Append(tenant, told with { Kind = AuditKind.WrongCodeBurst, Outcome = AuditOutcome.Reported }, now);
            }

            await work.CommitAsync(chain, CancellationToken.None);
            return refusal;
        }

        return await SaveAsync(work, chain, tenant, step, by, told, now);
    }

    /// <summary>Why nobody is to be let in, whatever was shown: it is not heard where it was shown any more, or not in time.</summary>
    private static async Task<AccessError?> RefuseAsync(
        Work work,
        Presentation presented,
        LockerId locker,
        DeviceId shownAt,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var (link, epoch) = (presented.Lease.Key, presented.Lease.Epoch);
        var (isHeld, isThere) = await work.FirstAsync(
            """
            select coalesce((select h.epoch from link_lease h where h.tenant_id = $1 and h.link_id = $2), 0) = $3,
                exists (
                    select from device d
                    left join reader r on r.tenant_id = d.tenant_id and r.device_id = d.device_id
                    join locker k on k.tenant_id = d.tenant_id and (k.locker_id = r.locker_id or k.device_id = d.device_id) and k.decommissioned_at is null
                    where d.tenant_id = $1 and d.device_id = $4 and d.link_id = $2 and d.gone_at is null and k.locker_id = $5)
            """,
            row => (row.GetBoolean(0), row.GetBoolean(1)),
            [link.Tenant.Value, link.Link.Value, epoch, shownAt.Value, locker.Value],
            cancel
        );
        return !isHeld ? HeardByAnother
            : !isThere ? Elsewhere
            : now - presented.At > ShownAtDoor.StillThere ? ShownAtDoor.TooLate
            : null;
    }

    private async Task<Opening> SaveAsync(
        Work work,
        ChainBatch chain,
        TenantId tenant,
        (Shown Shown, BoxLeaseStep Step) asked,
        Caller by,
        AuditEvent told,
        DateTimeOffset now
    )
    {
        var (shown, step) = asked;
        var operation = new OperationId(told.Operation);
        var act = new Domain.Drivers.DeviceAct.OpenBox([shown.Position]);
        var command = commands.Of(tenant, operation, shown.Locker, act, Wait, shown.Lease.Box) with
        {
            Credential = shown.Credential,
            Lease = shown.Lease.Id,
        };
        var lease = shown.Lease with { Lease = step.Lease };
        await LeaseRows.SaveAsync(work, tenant, [lease], now, CancellationToken.None);
        await BoxCommands.SaveAsync(work, command, by, now, CancellationToken.None, told.Shown);
        var done = told with { Outcome = AuditOutcome.Done };
        var ended = await FollowedLeases.EndAsync(work, tenant, [(shown.Lease, lease)], done, now, CancellationToken.None);
        foreach (var before in step.Told(shown.Lease, done).Concat(ended))
        {
            chain.Append(tenant, before, now);
        }

        chain.Append(tenant, BoxCommands.Asked(told, command), now);
        await work.CommitAsync(chain, CancellationToken.None);
        return new Opening(command, new BoxShown(shown.Credential, shown.Lease.Id, shown.Lease.Box, shown.Number));
    }

    /// <summary>
    /// Of several that the value may be of, before and after each other, the one that opens; else the one that comes nearest to it. One that is over is a code of this
    /// cabinet all the same, as at doors: who shows it guesses nothing.
    /// </summary>
    private static Outcome<(Shown Shown, BoxLeaseStep Step)> Decide(List<Shown> found, DateTimeOffset now)
    {
        AccessError? nearest = null;
        foreach (var shown in found)
        {
            var step = shown.Lease.Lease.Take(new BoxLeaseEvent.Shown(), now);
            var refusal = (shown.IsOver ? Over : null) ?? step.Refusal ?? (shown.IsBroken ? BoxIsBroken : null) ?? shown.Locker.RefuseLink();
            if (refusal is null)
            {
                return (shown, step);
            }

            nearest ??= refusal;
        }

        return nearest ?? Unknown;
    }

    private static Task<List<Shown>> FindAsync(
        Work work,
        TenantKeys keys,
        LockerId locker,
        CredentialKind kind,
        string value,
        CancellationToken cancel
    )
    {
        var credential = ValueOf(kind, value);
        return work.ListAsync(
            $"""
            select c.credential_id, b.number, b.position, b.is_broken,
                x.ended_at is not null or c.revoked_at is not null or l.ended_at is not null or b.gone_at is not null as is_over,
                {NamedLocker.Columns}, {LeaseRows.Columns}
            from box_code x
            join credential c on c.tenant_id = x.tenant_id and c.credential_id = x.credential_id
            join box_lease l on l.tenant_id = x.tenant_id and l.lease_id = x.lease_id
            join locker_box b on b.tenant_id = l.tenant_id and b.box_id = l.box_id
            join locker k on k.tenant_id = l.tenant_id and k.locker_id = l.locker_id and k.decommissioned_at is null
            {NamedLocker.Joins}
            where x.tenant_id = $1 and x.locker_id = $2 and x.value_index is not null
                and (x.kind = $3 and x.value_index = any ($4) or c.token_hash = $5)
            order by is_over, l.starts_at desc
            for update of l
            """,
            Shown.Read,
            [
                keys.Tenant.Value,
                locker.Value,
                (short)kind,
                credential is null ? Array.Empty<byte[]>() : keys.ValueIndexes(locker, credential).ToArray(),
                kind == CredentialKind.QrCode ? TokenHash.Of(value) : null,
            ],
            cancel
        );
    }

    private static CredentialValue? ValueOf(CredentialKind kind, string value) =>
        kind switch
        {
            CredentialKind.Passcode => CredentialValue.Typed(kind, value),
            CredentialKind.Card when IsHexadecimal(value) && CardNumber.FromBytes(Convert.FromHexString(value)) is { } card => CredentialValue.Of(
                card
            ),
            CredentialKind.Card or CredentialKind.Fingerprint or CredentialKind.QrCode => null,
        };

    private static bool IsHexadecimal(string value) =>
        value.Length is > 0 and <= 2 * CardNumber.MostBytes && value.Length % 2 == 0 && value.All(char.IsAsciiHexDigit);

    private sealed record Opening(SavedCommand Command, BoxShown Shown);

    /// <param name="IsOver">It was ended, by itself or with its lease, or its box is there no more.</param>
    private sealed record Shown(
        CredentialId Credential,
        BoxNumber Number,
        int Position,
        bool IsBroken,
        bool IsOver,
        NamedLocker Locker,
        StoredLease Lease
    )
    {
        public static Shown Read(NpgsqlDataReader row) =>
            new(
                new CredentialId(row.GetGuid(0)),
                BoxNumber.Parse(row.GetString(1)).Value,
                row.GetInt16(2),
                row.GetBoolean(3),
                row.GetBoolean(4),
                NamedLocker.Read(row, 5),
                LeaseRows.Read(row, 5 + NamedLocker.Width)
            );
    }

    private static readonly AccessError HeardByAnother = new(AccessErrorCode.Conflict, "Another server looks after this reader by now.", Noun.Reader);
    private static readonly AccessError Elsewhere = new(AccessErrorCode.NoLink, "This reader was put elsewhere.", Noun.Reader);
    private static readonly AccessError Over = new(AccessErrorCode.Ended, "It opens nothing here any more.", Noun.Passcode);
    private static readonly AccessError Unknown = new(AccessErrorCode.NotFound, "It is no code of this cabinet.", Noun.Passcode);
    private static readonly AccessError BoxIsBroken = new(AccessErrorCode.Conflict, "The box is out of order.", Noun.Box);
}
