using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Users;

/// <summary>Slow hashes that an application asks for: one at a time on a node, so that its secret in wrong hands fills nobody's line (KR-5, RL-1).</summary>
internal sealed class AppPasswords(PasswordHasher hasher)
{
    private static readonly AccessError Busy = new(AccessErrorCode.RateLimited, "One password is set at a time; try again.");

    private readonly ConcurrentDictionary<ApiClientId, bool> underWay = new();

    /// <returns>The refusal <see cref="AccessErrorCode.RateLimited"/> where the application has one under way, or the line is full.</returns>
    public async Task<Outcome<string>> MakeAsync(AppClient by, EncodedPassword password, CancellationToken cancel)
    {
        if (!underWay.TryAdd(by.Id, true))
        {
            return Busy;
        }

        try
        {
            return await hasher.HashAsync(password, cancel);
        }
        finally
        {
            underWay.TryRemove(by.Id, out _);
        }
    }
}
