using Latchwork.Domain;

namespace Latchwork.Operations.Identity;

/// <summary>Replaces the caller's own key by a new one, at once and on every node (AK-3).</summary>
public sealed class RollKey
{
    private readonly SifelyKeys keys;

    internal RollKey(SifelyKeys keys) => this.keys = keys;

    /// <returns><see cref="AccessErrorCode.NotAuthenticated"/> for any other kind of secret, and for the slower of two who roll the same key.</returns>
    public async Task<Outcome<IssuedKey>> RunAsync(Caller by, CancellationToken cancel) =>
        by.SessionKind == SessionKind.SifelyKey ? await keys.RollAsync(by, cancel) : CallerConfirmation.NotAuthenticated;
}
