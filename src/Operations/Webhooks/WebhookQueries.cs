using Latchwork.Domain;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Webhooks;

/// <summary>What a caller may know of their API client's endpoint.</summary>
public sealed class WebhookQueries
{
    private readonly CallerReads reads;

    internal WebhookQueries(CallerReads reads) => this.reads = reads;

    public async Task<Outcome<WebhookView>> OwnAsync(Caller by, short format, CancellationToken cancel)
    {
        if (by.SessionKind != SessionKind.SifelyKey)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        var found = await reads.ListAsync(
            by,
            $"""
            select {WebhookView.Columns} from session s
            join webhook_endpoint e on e.tenant_id = $2 and e.api_client_id = s.api_client_id and e.format = $3 and e.removed_at is null
            where s.token_hash = $1 and s.tenant_id = $2
            """,
            WebhookView.Read,
            _ => [by.CredentialHash, by.Home.Value, format],
            cancel
        );
        return found.IsRefused(out var refusal, out var rows) ? refusal
            : rows is [var own] ? own
            : WebhookTurns.Missing;
    }
}
