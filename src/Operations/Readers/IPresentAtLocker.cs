using Latchwork.Domain;

namespace Latchwork.Operations.Readers;

/// <summary>The cabinet's side of what is shown: whose box it opens. One for the whole server, from the room of the lockers.</summary>
internal interface IPresentAtLocker
{
    /// <summary>Decides, opens and records: as it is when its turn has come, whatever was so when it was heard.</summary>
    /// <param name="shown">With a value that is never logged and never recorded.</param>
    /// <param name="shownAt">The reader, or the cabinet's own panel: the principal of the act.</param>
    Task<Outcome<Presented>> RunAsync(Presentation shown, LockerId locker, DeviceId shownAt, CancellationToken cancel);
}
