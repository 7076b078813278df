using Latchwork.Domain;
using Latchwork.Domain.Credentials;

namespace Latchwork.Operations.Readers;

/// <summary>The cabinet's side of what is shown: whose box it opens. One for the whole server, from the room of the lockers.</summary>
internal interface IPresentAtLocker
{
    /// <summary>Decides, opens and records; heard by the holder of the link, a moment ago.</summary>
    /// <param name="value">A secret: never logged, never recorded.</param>
    /// <param name="shownAt">The reader, or the cabinet's own panel: the principal of the act.</param>
    Task<Outcome<Presented>> RunAsync(
        TenantId tenant,
        LockerId locker,
        CredentialKind kind,
        string value,
        DeviceId shownAt,
        CancellationToken cancel
    );
}
