using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks;

/// <summary>
/// Sends one test to the caller's endpoint, paused or not, and tells how it was answered. It is recorded before it is sent, counts as no failure, and is
/// not repeated.
/// </summary>
public sealed class TestWebhook
{
    /// <summary>From one test to the next: a test calls out on a stranger's word.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    internal static readonly AccessError TooSoon = new(AccessErrorCode.RateLimited, "One test after the other, please.", Noun.WebhookEndpoint)
    {
        RetryAfter = Every,
    };

    private readonly WebhookTurns turns;
    private readonly KeyRing ring;
    private readonly WebhookFormats formats;
    private readonly WebhookSender sender;
    private readonly TimeProvider clock;

    internal TestWebhook(WebhookTurns turns, KeyRing ring, WebhookFormats formats, WebhookSender sender, TimeProvider clock) =>
        (this.turns, this.ring, this.formats, this.sender, this.clock) = (turns, ring, formats, sender, clock);

    public async Task<Outcome<SendResult>> RunAsync(Caller by, short format, CancellationToken cancel)
    {
        var begun = await turns.RunAsync<Trial>(
            by,
            format,
            AuditKind.WebhookTested,
            async (turn, own) => own.Endpoint is { } endpoint ? await BeginAsync(turn, own, endpoint, cancel) : WebhookTurns.Missing,
            cancel
        );
        if (begun.IsRefused(out var refusal, out var trial))
        {
            return refusal;
        }

        var how = formats.Find(format)!;
        var outgoing = OutgoingWebhooks.Of(how, trial.Endpoint, "msg_" + SecretMaker.Base62(24), how.WriteTest(trial.Content), clock);
        return await sender.SendAsync(outgoing, how.AnswerWithin, cancel);
    }

    private sealed record Trial(LoadedEndpoint Endpoint, WebhookContent Content);

    private async Task<Outcome<Trial>> BeginAsync(CallerTurn turn, OwnEndpoint own, WebhookEndpointId endpoint, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var found = await turn.Work.FirstAsync(
            Sql,
            row => new Trial(
                SealedEndpoint.Read(row, 0).Open(keys, turn.Now),
                new WebhookContent
                {
                    Topic = 0,
                    IsForm = row.GetBoolean(SealedEndpoint.Width),
                    Account = PersonName.Read(row, SealedEndpoint.Width + 1).Open(installation) ?? "",
                }
            ),
            [turn.Tenant.Value, endpoint.Value, turn.Now, turn.Now - Every],
            cancel
        );
        if (found is null)
        {
            return TooSoon;
        }

        turn.Told.Add(turn.Event(AuditKind.WebhookTested, null) with { On = own.Named });
        return found;
    }

    private static readonly string Sql = $"""
        with e as (
            update webhook_endpoint set tested_at = $3 where tenant_id = $1 and endpoint_id = $2 and (tested_at is null or tested_at <= $4) returning *)
        select {SealedEndpoint.Columns}, e.is_form, {PersonName.ColumnsOf("who")}
        from e {PersonName.JoinOf("e.owner_user_id", "who")}
        """;
}
