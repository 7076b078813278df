using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Applications;

/// <param name="Owners">The oldest account first.</param>
/// <param name="People">How many its tokens told of.</param>
/// <param name="LastTokenAt">When one last told something new of somebody; null: none did.</param>
public sealed record ApplicationDetail(SeenApplication Seen, IReadOnlyList<ApplicationOwner> Owners, long People, DateTimeOffset? LastTokenAt);

/// <summary>All that its owners know of an application: who else owns it, and whether it is used.</summary>
public sealed class ReadApplication
{
    private readonly record struct Use(long People, DateTimeOffset? LastTokenAt);

    private readonly ApplicationQueries applications;
    private readonly ApplicationOwners owners;
    private readonly OwnedApplications owned;
    private readonly CallerReads reads;

    internal ReadApplication(ApplicationQueries applications, ApplicationOwners owners, OwnedApplications owned, CallerReads reads) =>
        (this.applications, this.owners, this.owned, this.reads) = (applications, owners, owned, reads);

    public async Task<Outcome<ApplicationDetail>> RunAsync(Caller by, WireId application, CancellationToken cancel)
    {
        if ((await applications.OneAsync(by, application, cancel)).IsRefused(out var missing, out var seen))
        {
            return missing;
        }

        return (await owners.ListAsync(by, application, cancel)).IsRefused(out var refusal, out var people) ? refusal
            : (await UseAsync(by, application, cancel)).IsRefused(out refusal, out var use) ? refusal
            : new ApplicationDetail(seen, people, use.People, use.LastTokenAt);
    }

    private async Task<Outcome<Use>> UseAsync(Caller by, WireId application, CancellationToken cancel)
    {
        if ((await owned.ReadAsync(by, application, cancel)).IsRefused(out var missing, out var its))
        {
            return missing;
        }

        var found = await reads.ReadAsync(
            by,
            [its.Tenant],
            "select count(*), max(updated_at) from application_person where tenant_id = $1 and application_id = $2",
            row => new Use(row.GetInt64(0), row.GetInstant(1)),
            _ => [its.Tenant.Value, its.Application.Value],
            cancel
        );
        return found.Then(read => read.Rows[0]);
    }
}
