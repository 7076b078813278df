using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>Sends one test to an endpoint of the tenant's own, by the rules of <see cref="TestWebhook"/>.</summary>
public sealed class TestWebhookMap
{
    private readonly MapTurns turns;
    private readonly KeyRing ring;
    private readonly WebhookFormats formats;
    private readonly WebhookSender sender;
    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal TestWebhookMap(MapTurns turns, KeyRing ring, WebhookFormats formats, WebhookSender sender, AccessDb db, TimeProvider clock) =>
        (this.turns, this.ring, this.formats, this.sender, this.db, this.clock) = (turns, ring, formats, sender, db, clock);

    public async Task<Outcome<SendResult>> RunAsync(Caller by, WireId map, CancellationToken cancel)
    {
        var begun = await turns.RunAsync<(short Format, LoadedEndpoint Endpoint)>(
            by,
            map,
            AuditKind.WebhookTested,
            async (write, held) =>
            {
                using var keys = await ring.RentAsync(held.Tenant, cancel);
                var found = await write.Work.FirstAsync(
                    Sql,
                    row => SealedEndpoint.Read(row, 0).Open(keys, write.Now),
                    [held.Tenant.Value, held.Id.Value, write.Now, write.Now - TestWebhook.Every],
                    cancel
                );
                return formats.Find(held.Format) is null ? MapTurns.Missing
                    : found is null ? TestWebhook.TooSoon
                    : ((held.Format, found), (Dictionary<string, string>?)null);
            },
            cancel
        );
        if (begun.IsRefused(out var refusal, out var trial))
        {
            return refusal;
        }

        var how = formats.Find(trial.Format)!;
        var content = new WebhookContent
        {
            Topic = 0,
            IsForm = false,
            Account = "",
        };
        var outgoing = OutgoingWebhooks.Of(how, trial.Endpoint, "msg_" + SecretMaker.Base62(24), how.WriteTest(content), clock);
        var result = await sender.SendAsync(outgoing, how.AnswerWithin, cancel);
        await RequestsOnce.NoteAsync(db, by, [result.Status ?? 0, (int)result.Failure, (int)result.Took.TotalMilliseconds]);
        return result;
    }

    /// <summary>How the test of a repeated request ended.</summary>
    public static Outcome<SendResult> Before(FormerAct former) =>
        former.Counts is [var status, var failure, var took]
            ? new SendResult(status == 0 ? null : status, (AttemptFailure)failure, TimeSpan.FromMilliseconds(took))
            : StillUnderWay;

    private static readonly AccessError StillUnderWay = new(
        AccessErrorCode.OutcomeUnknown,
        "The test was sent, and how it was answered is not known.",
        Noun.WebhookEndpoint
    );

    private static readonly string Sql = $"""
        with e as (
            update webhook_endpoint set tested_at = $3 where tenant_id = $1 and endpoint_id = $2 and (tested_at is null or tested_at <= $4) returning *)
        select {SealedEndpoint.Columns} from e
        """;
}
