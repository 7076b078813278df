using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;

namespace Latchwork.Dialects.Native.Credentials;

/// <param name="LockIds">One or several.</param>
/// <param name="Digits">4 to 10; absent for digits of the server's making.</param>
/// <param name="StartsAt">Absent: from now on. The start is in the window, its end is not.</param>
/// <param name="EndsAt">Absent: without end.</param>
/// <param name="HasQr">Readers that ask the server take it as a QR too.</param>
internal sealed record NewPasscodeBody(
    IReadOnlyList<string> LockIds,
    string? Name = null,
    string? Digits = null,
    DateTimeOffset? StartsAt = null,
    DateTimeOffset? EndsAt = null,
    bool HasQr = false
)
{
    public override string ToString() => nameof(NewPasscodeBody);
}

/// <summary>What is absent stays. A new value is written over the old one: the door never lacks one.</summary>
internal sealed record PasscodeChangeBody(string? Name = null, string? Digits = null, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null)
{
    public override string ToString() => nameof(PasscodeChangeBody);
}

/// <param name="Digits">Told to who made it; later <c>POST …/reveal</c> tells them.</param>
/// <param name="Qr">To be drawn as a QR code, where it has one.</param>
/// <param name="Page">The guest's page on this server, where it has one.</param>
internal sealed record MadePasscodeBody(string Id, string? Digits, string? Qr, string? Page, IReadOnlyList<CredentialPlaceBody> Locks)
{
    public static MadePasscodeBody Of(SeenCode code) =>
        new(
            code.Id,
            code.Digits?.Reveal(),
            code.Token?.QrText,
            code.Token is { } token ? $"/sl/{token.LinkText}" : null,
            [.. code.Places.Select(CredentialPlaceBody.Of)]
        );

    public override string ToString() => nameof(MadePasscodeBody);
}

/// <summary>A passcode, a card or a fingerprint: one thing, however many locks it is for. Its value is not in it.</summary>
/// <param name="IsRevoked">It is to open nothing any more; a lock may not have heard of that yet: see its evidence.</param>
internal sealed record CredentialBody(
    string Id,
    CredentialKind Kind,
    string? Name,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    bool IsRevoked,
    bool WasChanged,
    DateTimeOffset CreatedAt,
    IReadOnlyList<CredentialPlaceBody> Locks
)
{
    public static CredentialBody Of(SeenCode code) =>
        new(
            code.Id,
            code.Kind,
            code.Name,
            code.Window.StartsAt,
            code.Window.EndsAt,
            code.IsRevoked,
            code.WasChanged,
            code.CreatedAt,
            [.. code.Places.Select(CredentialPlaceBody.Of)]
        );
}

/// <summary>What is known of a credential on one lock. No word in it is stronger than the evidence.</summary>
/// <param name="Status">What the lock is taken to hold.</param>
/// <param name="Evidence">How that is known, of what is desired now.</param>
/// <param name="ProvenAt">Since when it is known so; absent before.</param>
/// <param name="Trouble">What stands between it and the lock; <c>none</c> for nothing.</param>
/// <param name="Readiness">Whether it opens the door in its window.</param>
/// <param name="Because">Why, in one sentence.</param>
internal sealed record CredentialPlaceBody(
    string LockId,
    EnrollmentStatus Status,
    EvidenceRung Evidence,
    DateTimeOffset? ProvenAt,
    Trouble Trouble,
    Readiness Readiness,
    string Because
)
{
    public static CredentialPlaceBody Of(CodePlace place) =>
        new(place.LockUuid, place.Status, place.Evidence, place.ProvenAt, place.Trouble, place.Verdict.Readiness, place.Verdict.Because);
}

/// <summary>A credential as one lock has it.</summary>
/// <param name="Id">Of the credential.</param>
/// <param name="IsDesired">Not revoked: it is to work in its window.</param>
/// <inheritdoc cref="CredentialPlaceBody"/>
internal sealed record LockCredentialBody(
    string Id,
    string? Name,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    bool IsDesired,
    EnrollmentStatus Status,
    EvidenceRung Evidence,
    DateTimeOffset? ProvenAt,
    Trouble Trouble,
    Readiness Readiness,
    string Because,
    int? Slot,
    DateTimeOffset CreatedAt
)
{
    public static LockCredentialBody Of(CredentialView seen) =>
        new(
            seen.CredentialUuid,
            seen.Name,
            seen.Window.StartsAt,
            seen.Window.EndsAt,
            seen.IsDesired,
            seen.Status,
            seen.Evidence,
            seen.ProvenAt,
            seen.Trouble,
            seen.Verdict.Readiness,
            seen.Verdict.Because,
            seen.Slot,
            seen.CreatedAt
        );
}

/// <param name="Digits">Absent in the answer of the same request once more: every showing is one of its own. So are the others.</param>
/// <param name="Qr">To be drawn as a QR code; absent where it has none.</param>
/// <param name="Page">The guest's page on this server.</param>
internal sealed record RevealedBody(string Id, string? Digits = null, string? Qr = null, string? Page = null)
{
    public static RevealedBody Of(string id, RevealedPasscode shown) =>
        new(id, shown.Digits.Reveal(), shown.Token?.QrText, shown.Token is { } token ? $"/sl/{token.LinkText}" : null);

    public override string ToString() => nameof(RevealedBody);
}
