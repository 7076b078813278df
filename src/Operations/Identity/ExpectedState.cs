using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>
/// What a caller saw of the thing that an act is about: the act is done only if it still is so. It is read again in the transaction of the act, which holds the chain of
/// the tenant as every act does, so of two callers who saw the same one comes after the other, and sees what the other did.
/// </summary>
/// <param name="IsAsSeenAsync">Reads it as the caller, by the connection of the act; the refusal of that read is the act's.</param>
public sealed record ExpectedState(Func<Caller, CancellationToken, Task<Outcome<bool>>> IsAsSeenAsync)
{
    public static readonly AccessError Changed = new(AccessErrorCode.Outdated, "It is not any more as you saw it: read it again.");

    /// <summary>Null where the caller expects nothing, or rightly.</summary>
    internal static async Task<AccessError?> RefuseAsync(Work work, Caller by, CancellationToken cancel)
    {
        if (by.Expected is not { } expected)
        {
            return null;
        }

        var seen = await expected.IsAsSeenAsync(by with { Expected = null, Within = work }, cancel);
        return seen.IsRefused(out var refusal, out var isAsSeen) ? refusal
            : isAsSeen ? null
            : Changed;
    }
}
