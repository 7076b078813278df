using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Readers;

/// <summary>Something was shown to a device that asks, as the holder of its link heard it.</summary>
/// <param name="Value">What a QR says, digits, or the number of a card in hexadecimal. A secret.</param>
/// <param name="At">When it was heard; of what the device had kept, by its own clock.</param>
public sealed record Presentation(GrantedLease Lease, string DeviceAddress, CredentialKind Kind, string Value, DateTimeOffset At)
{
    public override string ToString() => $"{Kind} presented at {DeviceAddress}";
}

/// <summary>It opened.</summary>
/// <param name="Credential">Which one did.</param>
/// <param name="Box">Of a cabinet.</param>
public sealed record Presented(CredentialId Credential, BoxNumber? Box = null);

/// <param name="IsReader">It has a light for the verdict.</param>
public readonly record struct PresentationEnd(Outcome<Presented> Outcome, bool IsReader);

/// <summary>
/// What a reader, a keypad that asks or the panel of a cabinet was shown: where does it stand, may what was shown open it now, and then it does (keyvox.md
/// 5.3). At most once: a report is never kept, and one that is heard late opens nothing. Every refusal is recorded, none with what was shown (AU-1, KR-7).
/// </summary>
public sealed class PresentCredential
{
    private const int MostAttempts = 3;

    private static readonly AccessError Nowhere = new(AccessErrorCode.NoLink, "This reader has not been put at a door yet.", Noun.Reader);
    private static readonly AccessError NotTheHolder = new(AccessErrorCode.Conflict, "Another server looks after this reader by now.", Noun.Reader);
    private static readonly AccessError NoLockers = new(AccessErrorCode.Unsupported, "This server opens no boxes.", Noun.Locker);
    private static readonly AccessError MovesTooFast = new(AccessErrorCode.Unavailable, "This reader is being put elsewhere.", Noun.Reader);

    private readonly ReaderPlaces places;
    private readonly DoorControl doors;
    private readonly IPresentAtLocker? lockers;
    private readonly AccessDb db;
    private readonly KeyRing ring;
    private readonly TimeProvider clock;

    internal PresentCredential(ReaderPlaces places, DoorControl doors, IPresentAtLocker? lockers, AccessDb db, KeyRing ring, TimeProvider clock) =>
        (this.places, this.doors, this.lockers, this.db, this.ring, this.clock) = (places, doors, lockers, db, ring, clock);

    public async Task<PresentationEnd> RunAsync(Presentation shown, CancellationToken cancel)
    {
        var link = shown.Lease.Key;
        ReaderPlace? last = null;
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            if ((last = await places.FindAsync(link, shown.DeviceAddress, cancel)) is not { } place)
            {
                return new(AccessError.NotFound(Noun.Reader), IsReader: false);
            }

            if (place.Lock is not { } smartLock)
            {
                return new(await AtLockerAsync(shown, place, cancel), place.IsReader);
            }

            var asked = await FormsAsync(shown, place.Device, smartLock, cancel);
            if (await doors.PresentAsync(link.Tenant, smartLock, asked, DoorControl.WaitAtDoor, cancel) is { } end)
            {
                return new(end.Then(credential => new Presented(credential)), place.IsReader);
            }

            places.Forget(link, shown.DeviceAddress);
        }

        return new(await RefuseAsync(shown, last!, MovesTooFast), last!.IsReader);
    }

    private async Task<Outcome<Presented>> AtLockerAsync(Presentation shown, ReaderPlace place, CancellationToken cancel)
    {
        var refusal =
            place.Locker is null ? Nowhere
            : place.Epoch != shown.Lease.Epoch ? NotTheHolder
            : clock.Now() - shown.At > ShownAtDoor.StillThere ? ShownAtDoor.TooLate
            : lockers is null ? NoLockers
            : null;
        return refusal is null ? await lockers!.RunAsync(shown, place.Locker!.Value, place.Device, cancel) : await RefuseAsync(shown, place, refusal);
    }

    /// <summary>What finds it at this lock.</summary>
    private async Task<ShownAtDoor> FormsAsync(Presentation shown, DeviceId reader, LockId smartLock, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(shown.Lease.Key.Tenant, cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return new ShownAtDoor
        {
            By = Caller.Device(shown.Lease.Key.Tenant, reader),
            Epoch = shown.Lease.Epoch,
            Kind = shown.Kind,
            At = shown.At,
            TokenHash = ShownValue.TokenHashOf(shown.Kind, shown.Value),
            ValueIndexes = ShownValue.Of(shown.Kind, shown.Value) is { } value ? keys.ValueIndexes(smartLock, value) : [],
            AttemptsAtLock = CodeAttemptRows.Subject(installation, ThrottleKind.LockCodes, smartLock.Value),
            AttemptsAtReader = CodeAttemptRows.Subject(installation, ThrottleKind.PrincipalCodes, reader.Value),
        };
    }

    /// <summary>Whoever hangs up does not undo the record.</summary>
    private async Task<AccessError> RefuseAsync(Presentation shown, ReaderPlace place, AccessError refusal)
    {
        var tenant = shown.Lease.Key.Tenant;
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), CancellationToken.None);
        var refused = new AuditEvent
        {
            Kind = AuditKind.PresentCredential,
            Outcome = AuditOutcome.Refused,
            Reason = refusal.Code,
            Operation = OperationId.New(now).Value,
            By = Caller.Device(tenant, place.Device).Audited,
            On = place.Locker is { } locker ? new AuditObject(Noun.Locker, locker.Value) : null,
            Shown = shown.Kind,
        };
        await work.CommitAsync(tenant, now, CancellationToken.None, new AuditEntry(refused));
        return refusal;
    }
}
