using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks;

/// <summary>What an endpoint is to be. A member that is null stays as it is.</summary>
/// <param name="Secret">Null: the present one stays, and a new endpoint gets one of ours.</param>
/// <param name="SendsCodes">WH-5: off unless switched on.</param>
public sealed record WebhookRequest(
    string Url,
    bool? IsForm = null,
    IReadOnlyList<short>? Topics = null,
    string? Secret = null,
    bool? IsEnabled = null,
    bool? SendsCodes = null
)
{
    public override string ToString() => nameof(WebhookRequest);
}

/// <param name="Made">The secret, where we made one: it is shown this once.</param>
public sealed record StoredWebhook(WebhookView View, WebhookSecret? Made);

/// <summary>
/// Makes the endpoint of the caller's API client, or changes it. It is told what happens from now on to locks that the caller owns, in whatever tenants. A
/// change also lifts a pause that was made for failures.
/// </summary>
public sealed class SetWebhook
{
    private readonly WebhookTurns turns;
    private readonly AccessDb db;
    private readonly KeyRing ring;
    private readonly WebhookFormats formats;
    private readonly WebhookSender sender;
    private readonly DeliveryWorker worker;

    internal SetWebhook(WebhookTurns turns, AccessDb db, KeyRing ring, WebhookFormats formats, WebhookSender sender, DeliveryWorker worker) =>
        (this.turns, this.db, this.ring, this.formats, this.sender, this.worker) = (turns, db, ring, formats, sender, worker);

    public async Task<Outcome<StoredWebhook>> RunAsync(Caller by, short format, WebhookRequest request, CancellationToken cancel)
    {
        // Names are looked up and grants are read before anything is held.
        var refusal = await RefuseAsync(by, format, request, cancel);
        var stored = await turns.RunAsync(
            by,
            format,
            AuditKind.WebhookChanged,
            async (turn, own) => refusal is null ? await StoreAsync(turn, own, format, request, cancel) : refusal,
            cancel
        );
        worker.Wake();
        return stored;
    }

    private async Task<AccessError?> RefuseAsync(Caller by, short format, WebhookRequest request, CancellationToken cancel) =>
        TargetRules.Parse(request.Url) is not { } target || !await sender.MayReachAsync(target, cancel) ? BadTarget
        : request.Secret is { } secret && WebhookSecret.OfText(secret) is null ? EndpointSecrets.Bad
        : request.Topics?.Except(formats.Find(format)!.Topics.Select(topic => topic.Number)).Any() == true ? BadTopics
        : request.SendsCodes == true && !await SeesCodesAsync(by, cancel) ? NoCodes
        : null;

    private async Task<Outcome<StoredWebhook>> StoreAsync(
        CallerTurn turn,
        OwnEndpoint own,
        short format,
        WebhookRequest request,
        CancellationToken cancel
    )
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var endpoint = own.Endpoint ?? WebhookEndpointId.New(turn.Now);
        WebhookSecret? made = own.Endpoint is null && request.Secret is null ? WebhookSecret.New() : null;
        var secret = made ?? (request.Secret is { } given ? WebhookSecret.OfText(given) : null);
        if (own.Endpoint is null)
        {
            await AddAsync(turn, own, endpoint, format, request, secret!.Value.Seal(keys, WebhookSecret.PlaceOf(endpoint.Value)), cancel);
        }
        else
        {
            await ChangeAsync(turn, endpoint, request, cancel);
            if (secret is { } next)
            {
                await EndpointSecrets.ReplaceAsync(turn.Work, keys, endpoint, next, turn.Now, cancel);
            }
        }

        await SwitchAsync(turn, own, endpoint, request.IsEnabled, cancel);
        turn.Told.Add(
            turn.Event(AuditKind.WebhookChanged, null) with
            {
                On = new AuditObject(Noun.WebhookEndpoint, endpoint.Value),
                Changed = Told(request, secret is not null),
            }
        );
        return new StoredWebhook((await WebhookTurns.ViewAsync(turn, endpoint, cancel))!, made);
    }

    private async Task AddAsync(
        CallerTurn turn,
        OwnEndpoint own,
        WebhookEndpointId endpoint,
        short format,
        WebhookRequest request,
        byte[] secret,
        CancellationToken cancel
    )
    {
        await turn.Work.DoAsync(
            """
            insert into webhook_endpoint (tenant_id, endpoint_id, format, url, secret_sealed, is_form, topics, sends_codes, owner_user_id, api_client_id, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                turn.Tenant.Value,
                endpoint.Value,
                format,
                request.Url,
                secret,
                request.IsForm ?? false,
                (request.Topics ?? [formats.Find(format)!.Topics[0].Number]).ToArray(),
                request.SendsCodes ?? false,
                turn.By.User?.Value,
                own.Client.Value,
                turn.Now,
            ],
            cancel
        );
        await PlanDeliveries.BeginHereAsync(turn.Work, turn.Tenant, endpoint, cancel);
    }

    private static Task ChangeAsync(CallerTurn turn, WebhookEndpointId endpoint, WebhookRequest request, CancellationToken cancel) =>
        turn.Work.DoAsync(
            """
            update webhook_endpoint set url = $3, is_form = coalesce($4::boolean, is_form), topics = coalesce($5::smallint[], topics),
                sends_codes = coalesce($6::boolean, sends_codes)
            where tenant_id = $1 and endpoint_id = $2
            """,
            [turn.Tenant.Value, endpoint.Value, request.Url, request.IsForm, request.Topics?.ToArray(), request.SendsCodes],
            cancel
        );

    private static Task SwitchAsync(CallerTurn turn, OwnEndpoint own, WebhookEndpointId endpoint, bool? isEnabled, CancellationToken cancel)
    {
        PauseReason? paused =
            isEnabled == false ? PauseReason.SwitchedOff
            : isEnabled is null && own.Paused == PauseReason.SwitchedOff ? PauseReason.SwitchedOff
            : null;
        return turn.Work.DoAsync(
            """
            update webhook_endpoint set paused_because = $3::smallint, paused_at = case when $3::smallint is null then null else coalesce(paused_at, $4) end,
                failures = case when $3::smallint is null then 0 else failures end, rests_until = null,
                failing_since = case when $3::smallint is null then null else failing_since end
            where tenant_id = $1 and endpoint_id = $2
            """,
            [turn.Tenant.Value, endpoint.Value, (short?)paused, turn.Now],
            cancel
        );
    }

    /// <summary>Whether there is a lock of whose codes the caller may see the digits. That is decided again for every lock when something is sent.</summary>
    private async Task<bool> SeesCodesAsync(Caller by, CancellationToken cancel)
    {
        var owned = await db.ListAsync(
            by.Tenants,
            $"""
            select l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses, {GrantRow.Columns}
            from access_grant g join smart_lock l on l.tenant_id = g.tenant_id and l.lock_id = g.lock_id and l.decommissioned_at is null
            where g.user_id = $1 and g.role = {(int)GrantRole.Owner} and g.revoked_at is null limit 1000
            """,
            row => new AccessFacts
            {
                Lock = LockRow.ReadFacts(row, 0),
                Grant = GrantRow.ReadOptional(row, 5),
                IsRemote = true,
            },
            [by.User?.Value],
            cancel
        );
        return owned.Exists(facts => AccessDecision.Refuse(AccessAct.RevealCredentials, facts, turns.Now) is null);
    }

    /// <summary>Of the target its host alone: the rest may hold a secret.</summary>
    private static Dictionary<string, string> Told(WebhookRequest request, bool isSecretNew)
    {
        var changed = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = TargetRules.HostOf(new Uri(request.Url)) };
        Add("isForm", request.IsForm);
        Add("isEnabled", request.IsEnabled);
        Add("sendsCodes", request.SendsCodes);
        if (request.Topics is { } topics)
        {
            changed["topics"] = string.Join(',', topics);
        }

        if (isSecretNew)
        {
            changed["secret"] = "";
        }

        return changed;

        void Add(string name, bool? value)
        {
            if (value is { } said)
            {
                changed[name] = said ? "true" : "false";
            }
        }
    }

    internal static readonly AccessError BadTarget = AccessError.Invalid(
        "A webhook goes to an https address on the public network, without user name and fragment.",
        Noun.WebhookEndpoint
    );

    internal static readonly AccessError BadTopics = AccessError.Invalid("There is no such kind of notification.", Noun.WebhookEndpoint);

    private static readonly AccessError NoCodes = new(
        AccessErrorCode.NotAllowed,
        "Codes are sent to who may see the digits of a lock's codes.",
        Noun.WebhookEndpoint
    );
}
