using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Events;

namespace Latchwork.Dialects.Native.Events;

/// <summary>One event, alike in the feed, in the stream, in exports and in webhooks. What is not known, or not so, is absent.</summary>
/// <param name="Id">Its name, and its place in the list: what <c>after</c>, <c>before</c> and <c>Last-Event-ID</c> take. The same wherever and however often it is told.</param>
/// <param name="Version">Of the type's schema.</param>
/// <param name="Timestamp">When the server recorded it; never before the event in front of it.</param>
/// <param name="OccurredAt">By the device's clock where it has one.</param>
/// <param name="IsLate">Received more than a minute after the device says that it happened.</param>
/// <param name="Outcome"><c>done</c>, <c>refused</c>, <c>failed</c>, <c>unknown</c>, or <c>reported</c> for what a device told unasked.</param>
/// <param name="IsCorrection">A device told later what an unknown end really was.</param>
/// <param name="Reason">Why it was refused or failed: a code of this API's problems.</param>
/// <param name="OperationId">The same on all events of one act.</param>
/// <param name="By">Absent where the server did it by itself, or a device told it.</param>
/// <param name="On">What it was done to, where that is no lock.</param>
internal sealed record EventBody(
    string Id,
    string Type,
    int Version,
    DateTimeOffset Timestamp,
    DateTimeOffset OccurredAt,
    bool? IsLate,
    string Outcome,
    bool? IsCorrection,
    string? Reason,
    string OperationId,
    EventByBody? By,
    EventPlaceBody? Lock,
    EventPlaceBody? Site,
    EventOnBody? On,
    EventDataBody Data
)
{
    public static EventBody Of(FeedEvent one)
    {
        var told = one.Told;
        var type = EventTypes.Of(told.Kind);
        return new EventBody(
            EventIds.Text(one.Number),
            type.Name,
            type.Version,
            told.ReceivedAt,
            told.DeviceAt ?? told.ReceivedAt,
            told.IsLate == true ? true : null,
            NativeJson.Word(told.Outcome),
            told.Stage == AuditStage.Corrected ? true : null,
            told.Reason is { } reason ? NativeErrors.CodeOf(reason) : null,
            told.Operation.ToString("D"),
            EventByBody.Of(one),
            EventPlaceBody.Of(one.Lock),
            EventPlaceBody.Of(one.Site),
            told.On is { } on ? new EventOnBody(NativeJson.Word(on.Kind), one.On) : null,
            EventDataBody.Of(one, type.Fields)
        );
    }

    public override string ToString() => $"{Type} {Id}";
}

/// <param name="Kind"><c>user</c>, <c>apiClient</c>, <c>device</c>, <c>tile</c> or <c>server</c>.</param>
/// <param name="Id">Absent for the server, and for whoever has no id here.</param>
/// <param name="Surface">Where the act came in: <c>native</c>, <c>console</c>, <c>sifely</c> and so on.</param>
internal sealed record EventByBody(string Kind, string? Id, string? Surface)
{
    public static EventByBody? Of(FeedEvent one) =>
        one.Told.By is { } by
            ? new(NativeJson.Word(by.Kind), one.By, by.Surface == Domain.Audit.Surface.None ? null : NativeJson.Word(by.Surface))
            : null;
}

/// <param name="Name">As it is called now.</param>
internal sealed record EventPlaceBody(string Id, string Name)
{
    public static EventPlaceBody? Of(NamedRow? row) => row is null ? null : new EventPlaceBody(row.Id, row.Name);
}

/// <param name="Kind">A noun such as <c>reservation</c> or <c>link</c>.</param>
/// <param name="Id">Absent for what this API has no id of.</param>
internal sealed record EventOnBody(string Kind, string? Id);

/// <summary>What belongs to the type; its schema says which members may be there.</summary>
/// <param name="Cause">What moved a bolt.</param>
/// <param name="Shown">What was shown at the door.</param>
/// <param name="Slot">Of a lock's memory; of a cabinet the box, by its own number from 1.</param>
/// <param name="Battery">Per cent.</param>
/// <param name="Evidence">How sure it is that a credential is on its lock.</param>
/// <param name="Claim">What a caller says that the lock's own log has.</param>
/// <param name="Changed">Names of what was changed, with new values where those are no secret and nothing personal.</param>
/// <param name="Proof">What of a signed operation did not hold.</param>
internal sealed record EventDataBody(
    string? Cause,
    string? Shown,
    int? Slot,
    string? CredentialId,
    string? Bolt,
    string? Door,
    string? Inside,
    int? Battery,
    string? Evidence,
    EventClaimBody? Claim,
    IReadOnlyDictionary<string, string>? Changed,
    string? Proof
)
{
    public static EventDataBody Of(FeedEvent one, EventFields fields)
    {
        var told = one.Told;
        return new EventDataBody(
            fields.HasFlag(EventFields.Cause) && told.Cause is { } cause and not MotionCause.Unknown ? NativeJson.Word(cause) : null,
            fields.HasFlag(EventFields.Shown) && told.Shown is { } shown ? NativeJson.Word(shown) : null,
            fields.HasFlag(EventFields.Slot) ? told.Slot : null,
            fields.HasFlag(EventFields.Credential) ? one.Credential : null,
            fields.HasFlag(EventFields.Bolt) && told.Bolt is { } bolt ? NativeJson.Word(bolt) : null,
            fields.HasFlag(EventFields.Door) && told.Door is { } door and not DoorState.Unknown ? NativeJson.Word(door) : null,
            fields.HasFlag(EventFields.Inside) && told.Inside is { } inside ? NativeJson.Word(inside) : null,
            fields.HasFlag(EventFields.Battery) ? told.Battery : null,
            fields.HasFlag(EventFields.Evidence) && told.Evidence is { } rung ? NativeJson.Word(rung) : null,
            fields.HasFlag(EventFields.Claim) && told.Claim is { } claim
                ? new EventClaimBody(claim.Type, claim.FromLock, claim.IsSuccess, claim.Number)
                : null,
            fields.HasFlag(EventFields.Changed) && told.Changed is { Count: > 0 } changed ? changed : null,
            fields.HasFlag(EventFields.Proof) && told.Proof is { } fault ? NativeJson.Word(fault) : null
        );
    }
}

/// <param name="Type">The number of the wire that it was told over.</param>
/// <param name="Number">The lock's own, where one was told.</param>
internal sealed record EventClaimBody(int Type, int? FromLock, bool IsSuccess, long? Number);

/// <param name="Next">Where to go on: pass it as <c>after</c>, or backwards as <c>before</c>. It is there whether or not anything was found.</param>
/// <param name="HasMore">There is more already. A page may be empty all the same: only so much of the list is looked through at a time.</param>
internal sealed record EventPageBody(IReadOnlyList<EventBody> Items, string Next, bool HasMore)
{
    public static EventPageBody Of(FeedPage page) => new([.. page.Events.Select(EventBody.Of)], EventIds.Text(page.Next), page.IsMore);
}
