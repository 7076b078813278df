using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

public sealed record EnrollCardRequest(CardNumber Number)
{
    /// <summary>One or several, all of one tenant.</summary>
    public required IReadOnlyList<WireId> Locks { get; init; }

    public string? Name { get; init; }

    public TimeWindow Window { get; init; }

    /// <summary>Hours of the week, in the time of the lock. No family keeps a card to such by itself yet: refused.</summary>
    public IReadOnlyList<LocalWindow> Hours { get; init; } = [];

    /// <summary>Every lock must be reachable now: the caller is going to wait for them.</summary>
    public bool NeedsLink { get; init; }

    public override string ToString() => $"card for {Locks.Count} locks";
}

/// <summary>
/// Stores a card whose number is known and what is desired of each of its locks; the holders of their links bring it there. All locks or none. Refused: a
/// number that a lock does not take, a card that the lock has at some time in the window, a full memory, a lock that reads no cards.
/// </summary>
public sealed class EnrollCard
{
    private readonly NewCredentials made;

    internal EnrollCard(NewCredentials made) => this.made = made;

    public async Task<Outcome<CreatedCredential>> RunAsync(Caller by, EnrollCardRequest request, CancellationToken cancel) =>
        RefuseInput(request, request.Locks.Count) is { } invalid
            ? invalid
            : await made.RunAsync(
                by,
                CredentialKind.Card,
                request.Locks,
                (turn, locks, keys) => EnrollAsync(turn, locks, keys, request, cancel),
                cancel
            );

    internal AccessError? RefuseInput(EnrollCardRequest request, int locks) =>
        made.RefuseInput(CredentialKind.Card, locks, request.Name, request.Window);

    /// <summary>In a turn under way, whose tenant the locks are of.</summary>
    internal async Task<Outcome<CreatedCredential>> EnrollAsync(
        CallerTurn turn,
        IReadOnlyList<LockId> wanted,
        TenantKeys keys,
        EnrollCardRequest request,
        CancellationToken cancel
    )
    {
        var card = new NewCredential(CredentialValue.Of(request.Number), request.Window) { Name = request.Name };
        var rules = new PlaceRules(
            CredentialKind.Card,
            card.Value,
            card.Window,
            request.NeedsLink,
            at => at.RefuseValue(card.Value, request.Hours.Count > 0, request.NeedsLink)
        );
        return (await NewCredentials.PlacesAsync(turn, rules, keys, wanted, cancel)).IsRefused(out var refusal, out var places)
            ? refusal
            : await made.SaveAsync(turn, places, card, keys, cancel);
    }
}
