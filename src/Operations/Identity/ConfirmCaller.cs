using Latchwork.Domain;

namespace Latchwork.Operations.Identity;

/// <summary>For calls that read and change nothing: whether the caller still is one (AZ-5), in one round trip.</summary>
public sealed class ConfirmCaller
{
    private readonly CallerReads reads;

    internal ConfirmCaller(CallerReads reads) => this.reads = reads;

    public async Task<Outcome<Done>> RunAsync(Caller by, CancellationToken cancel) => (await FreshAsync(by, cancel)).Then(_ => Done.Yes);

    /// <summary>The caller as the database knows them now.</summary>
    public async Task<Outcome<Caller>> FreshAsync(Caller by, CancellationToken cancel) =>
        (await reads.ReadAsync(by, "select 1", row => row.GetInt32(0), _ => [], cancel)).Then(read => read.By);
}
