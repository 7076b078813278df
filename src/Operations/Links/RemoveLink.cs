using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Links;

/// <summary>What a removed link left behind.</summary>
/// <param name="Locks">Locks that are out of reach now; their history, grants and public ids stay.</param>
/// <param name="CodesLeft">Codes and cards that are, or may still be, in the memory of those locks and go on opening them.</param>
public sealed record RemovedLink(int Locks, int CodesLeft);

/// <summary>
/// Takes a link away. From the commit on nothing is decided for its doors, and nothing that it tells is recorded; the node that holds it closes it
/// and ends what is unsent as refused. Nothing is taken off the locks: what is left on them is counted in the answer and stays visible.
/// </summary>
public sealed class RemoveLink
{
    private readonly CallerWrites writes;
    private readonly WireIdIndex ids;
    private readonly ICommandQueue queue;

    internal RemoveLink(CallerWrites writes, WireIdIndex ids, ICommandQueue queue) => (this.writes, this.ids, this.queue) = (writes, ids, queue);

    public async Task<Outcome<RemovedLink>> RunAsync(Caller by, WireId linkId, CancellationToken cancel)
    {
        var row = await ids.FindAsync(linkId, cancel);
        var tenant = row is { } found && by.Tenants.Contains(found.Tenant) ? found.Tenant : by.Home;
        var begun = await writes.BeginAsync(by, tenant, Permission.LinksWrite, Noun.Link, AuditKind.LinkRemoved, cancel);
        if (begun.IsRefused(out var refusal, out var write))
        {
            return refusal;
        }

        await using (write)
        {
            // An id of another tenant is looked for in the caller's own, where it is not (AZ-3).
            var link = new LinkId(row?.Id ?? Guid.Empty);
            var removed = await LinkRemoval.RunAsync(write.Work, tenant, link, write.Now, cancel);
            if (removed is null)
            {
                return await write.RefuseAsync(AccessError.NotFound(Noun.Link));
            }

            write.Counts = [removed.Left.Locks, removed.Left.CodesLeft];
            await write.CommitAsync(new AuditObject(Noun.Link, link.Value), null, cancel, removed.LeftUnlocked);
            queue.Wake(tenant, link);
            return removed.Left;
        }
    }
}
