using System.Runtime.CompilerServices;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Events;

/// <summary>An export that was allowed and recorded.</summary>
/// <param name="Until">The number of the newest event of its time: what comes later is not part of it.</param>
public sealed record BegunExport(Caller By, TenantId Tenant, FeedFilter Filter, FeedPlace From, long Until);

/// <summary>
/// Hands out all events of a tenant up to now, oldest first, in parts. Each export is recorded (AU-6), before the first of them is told. However many there are, no more
/// than a part is in memory, and nothing is held in the database between two.
/// </summary>
public sealed class ExportEvents
{
    private const int PartSize = 2000;

    private readonly CallerWrites writes;
    private readonly EventFeed feed;

    internal ExportEvents(CallerWrites writes, EventFeed feed) => (this.writes, this.feed) = (writes, feed);

    /// <param name="form">As which it goes out, for the record.</param>
    public async Task<Outcome<BegunExport>> BeginAsync(
        Caller by,
        TenantId tenant,
        FeedFilter filter,
        (FeedPlace From, DateTimeOffset? Until) time,
        string form,
        CancellationToken cancel
    )
    {
        // Before anything is held: whether what is named is there.
        var tried = await feed.ReadAsync(by, tenant, AskFrom(filter, time.From, size: 1, limit: null), cancel);
        var begun = await writes.BeginAsync(by, tenant, Permission.AuditExport, Noun.AuditEvent, AuditKind.AuditExported, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (tried.Error is { } unknown)
            {
                return await write.RefuseAsync(unknown);
            }

            var until = await EndAsync(write.Work, tenant, time.Until, cancel);
            await write.CommitAsync(
                new AuditObject(Noun.Tenant, tenant.Value),
                new Dictionary<string, string>(StringComparer.Ordinal) { ["form"] = form },
                cancel
            );
            return new BegunExport(by, tenant, filter, time.From, await feed.NumberAsync(tenant, until, cancel));
        }
    }

    /// <summary>The parts one after the other; a refusal ends them, such as for a key that was revoked meanwhile (AZ-5).</summary>
    public async IAsyncEnumerable<Outcome<FeedPage>> PartsAsync(BegunExport export, [EnumeratorCancellation] CancellationToken cancel)
    {
        var place = export.From;
        bool isMore;
        do
        {
            var read = await feed.ReadAsync(export.By, export.Tenant, AskFrom(export.Filter, place, PartSize, export.Until), cancel);
            yield return read;
            isMore = !read.IsRefused(out _, out var page) && page.IsMore;
            place = page is null ? place : FeedPlace.At(page.Next);
        } while (isMore);
    }

    private static FeedAsk AskFrom(FeedFilter filter, FeedPlace place, int size, long? limit) =>
        new(filter, place, size, IsForward: true, limit) { Needs = Permission.AuditExport };

    /// <summary>The newest event that is part of it; 0 for none.</summary>
    private static Task<long> EndAsync(Work work, TenantId tenant, DateTimeOffset? until, CancellationToken cancel) =>
        work.FirstAsync(
            $"""
            with recursive {Before.Query}
            select case when $2::timestamptz is null then c.sequence else {Before.Answer} end from audit_chain c where c.tenant_id = $1
            """,
            row => row.GetInt64(0),
            [tenant.Value, until],
            cancel
        );

    private static readonly (string Query, string Answer) Before = FeedSql.LastBefore("$2::timestamptz");
}
