using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Webhooks;

/// <summary>The endpoint of an API client, one for each format; <see cref="Endpoint"/> is null where it has none.</summary>
internal sealed record OwnEndpoint(ApiClientId Client, WebhookEndpointId? Endpoint, PauseReason? Paused)
{
    public AuditObject? Named => Endpoint is { } id ? new AuditObject(Noun.WebhookEndpoint, id.Value) : null;
}

/// <summary>
/// The way of every act on the endpoint of the caller's own API client. Only the client's key will do: whoever holds a token of the account does not hold
/// the client.
/// </summary>
internal sealed class WebhookTurns(CallerTurns turns)
{
    public static readonly AccessError Missing = AccessError.NotFound(Noun.WebhookEndpoint);

    public DateTimeOffset Now => turns.Now;

    public async Task<Outcome<T>> RunAsync<T>(
        Caller by,
        short format,
        AuditKind kind,
        Func<CallerTurn, OwnEndpoint, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        by.SessionKind != SessionKind.SifelyKey
            ? CallerConfirmation.NotAuthenticated
            : await turns.RunAsync(
                by,
                new TurnRules(kind, Missing),
                caller => ValueTask.FromResult<Located<short>?>(new(caller.Home, format)),
                async (turn, number) => await FindAsync(turn, number, cancel) is { } own ? await act(turn, own) : CallerConfirmation.NotAuthenticated,
                cancel
            );

    /// <summary>For acts on an endpoint that is there; it is held, so that its deliveries can be touched.</summary>
    /// <param name="act">Its end is told with <paramref name="kind"/> and what it has changed, if anything.</param>
    public Task<Outcome<T>> OnEndpointAsync<T>(
        Caller by,
        short format,
        AuditKind kind,
        Func<CallerTurn, WebhookEndpointId, Task<(T Result, Dictionary<string, string>? Changed)>> act,
        CancellationToken cancel
    ) =>
        RunAsync<T>(
            by,
            format,
            kind,
            async (turn, own) =>
            {
                if (own.Endpoint is not { } endpoint)
                {
                    return Missing;
                }

                await HoldAsync(turn, endpoint, cancel);
                var (result, changed) = await act(turn, endpoint);
                turn.Told.Add(turn.Event(kind, null) with { On = own.Named, Changed = changed });
                return result;
            },
            cancel
        );

    public static Task<WebhookView?> ViewAsync(CallerTurn turn, WebhookEndpointId endpoint, CancellationToken cancel) =>
        turn.Work.FirstAsync<WebhookView>(
            $"select {WebhookView.Columns} from webhook_endpoint e where e.tenant_id = $1 and e.endpoint_id = $2",
            WebhookView.Read,
            [turn.Tenant.Value, endpoint.Value],
            cancel
        );

    /// <summary>Before the endpoint's deliveries are touched: results of attempts take them in this order too.</summary>
    private static Task<int> HoldAsync(CallerTurn turn, WebhookEndpointId endpoint, CancellationToken cancel) =>
        turn.Work.DoAsync(
            "select 1 from webhook_endpoint where tenant_id = $1 and endpoint_id = $2 for no key update",
            [turn.Tenant.Value, endpoint.Value],
            cancel
        );

    private static Task<OwnEndpoint?> FindAsync(CallerTurn turn, short format, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            """
            select s.api_client_id, e.endpoint_id, e.paused_because from session s
            left join webhook_endpoint e on e.tenant_id = $2 and e.api_client_id = s.api_client_id and e.format = $3 and e.removed_at is null
            where s.token_hash = $1 and s.tenant_id = $2 and s.api_client_id is not null
            """,
            row => new OwnEndpoint(
                new ApiClientId(row.GetGuid(0)),
                row.GetId(1, id => new WebhookEndpointId(id)),
                (PauseReason?)row.GetOptional<short>(2)
            ),
            [turn.By.CredentialHash, turn.Tenant.Value, format],
            cancel
        );
}
