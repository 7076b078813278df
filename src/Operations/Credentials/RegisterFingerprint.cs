using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

public sealed record RegisterFingerprintRequest(WireId Lock, FingerprintNumber Number)
{
    public string? Name { get; init; }

    public TimeWindow Window { get; init; }

    /// <summary>Hours of the week, in the time of the lock. Nothing here keeps a finger to such: refused.</summary>
    public IReadOnlyList<LocalWindow> Hours { get; init; } = [];

    /// <summary>The caller wants the lock to take it over its link, which no lock does: refused.</summary>
    public bool NeedsLink { get; init; }

    public override string ToString() => "fingerprint";
}

/// <summary>
/// Notes a fingerprint that somebody's telephone, or the lock itself, has enrolled. This server never proves it before it is used at the door; where the
/// lock tells its slot, such a use is told to be this one's.
/// </summary>
public sealed class RegisterFingerprint
{
    private readonly NewCredentials made;

    internal RegisterFingerprint(NewCredentials made) => this.made = made;

    public async Task<Outcome<CreatedCredential>> RunAsync(Caller by, RegisterFingerprintRequest request, CancellationToken cancel) =>
        made.RefuseInput(CredentialKind.Fingerprint, locks: 1, request.Name, request.Window) is { } invalid
            ? invalid
            : await made.RunAsync(
                by,
                CredentialKind.Fingerprint,
                [request.Lock],
                (turn, locks, keys) => RegisterAsync(turn, locks, keys, request, cancel),
                cancel
            );

    private async Task<Outcome<CreatedCredential>> RegisterAsync(
        CallerTurn turn,
        IReadOnlyList<LockId> wanted,
        TenantKeys keys,
        RegisterFingerprintRequest request,
        CancellationToken cancel
    )
    {
        var fingerprint = new NewCredential(CredentialValue.Of(request.Number), request.Window) { Name = request.Name };
        var rules = new PlaceRules(
            CredentialKind.Fingerprint,
            fingerprint.Value,
            fingerprint.Window,
            NeedsLink: false,
            at => at.RefuseValue(fingerprint.Value, request.Hours.Count > 0, request.NeedsLink)
        );
        if ((await NewCredentials.PlacesAsync(turn, rules, keys, wanted, cancel)).IsRefused(out var refusal, out var places))
        {
            return refusal;
        }

        var (smartLock, others) = (places[0].Lock, places[0].Others);
        var slot = smartLock.Fingerprints >= (int)Math.Min(request.Number.Value, int.MaxValue) ? (int?)request.Number.Value : null;
        return smartLock.Fingerprints > 0 && slot is null
                ? AccessError.Invalid($"This lock keeps fingerprints 1 to {smartLock.Fingerprints}.", Noun.Fingerprint)
            : slot is { } one && others.HasInSlot(one) ? CredentialKind.Fingerprint.IsTaken()
            : await made.SaveAsync(turn, [places[0] with { Slot = slot }], fingerprint, keys, cancel);
    }
}
