using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>Makes an endpoint of the tenant's own. It is told what happens from now on.</summary>
public sealed class AddWebhookMap
{
    /// <summary>Of one tenant.</summary>
    public const int Most = 50;

    private readonly CallerWrites writes;
    private readonly MapFields fields;
    private readonly KeyRing ring;
    private readonly WireIds ids;
    private readonly DeliveryWorker worker;

    internal AddWebhookMap(CallerWrites writes, MapFields fields, KeyRing ring, WireIds ids, DeliveryWorker worker) =>
        (this.writes, this.fields, this.ring, this.ids, this.worker) = (writes, fields, ring, ids, worker);

    public async Task<Outcome<AddedWebhookMap>> RunAsync(Caller by, TenantId tenant, WebhookMapRequest request, CancellationToken cancel)
    {
        var read = await fields.ReadAsync(by, tenant, request, cancel);
        var begun = await writes.BeginAsync(by, tenant, Permission.WebhooksWrite, Noun.WebhookEndpoint, AuditKind.WebhookChanged, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (read.IsRefused(out var refusal, out var row))
            {
                return await write.RefuseAsync(refusal);
            }

            if (await CountAsync(write, tenant, cancel) >= Most)
            {
                return await write.RefuseAsync(new AccessError(AccessErrorCode.LimitReached, $"There are {Most} webhooks.", Noun.WebhookEndpoint));
            }

            var endpoint = WebhookEndpointId.New(write.Now);
            WebhookSecret? made = row.Secret is null ? WebhookSecret.New() : null;
            await WriteAsync(write, tenant, endpoint, request, row, row.Secret ?? made!.Value, cancel);
            await PlanDeliveries.BeginHereAsync(write.Work, tenant, endpoint, cancel);
            await ids.IssueAsync(write.Work, tenant, endpoint.Value, cancel, WireIdKind.WebhookUuid);
            var id = await WireIds.TextAsync(write.Work, tenant, endpoint.Value, WireIdKind.WebhookUuid, cancel);
            await write.CommitAsync(new AuditObject(Noun.WebhookEndpoint, endpoint.Value), Told(request, isSecretNew: true), cancel);
            worker.Wake();
            return new AddedWebhookMap(id, made);
        }
    }

    private static Task<int> CountAsync(CallerWork write, TenantId tenant, CancellationToken cancel) =>
        write.Work.FirstAsync(
            "select count(*)::int from webhook_endpoint where tenant_id = $1 and owner_user_id is null and api_client_id is null and removed_at is null",
            row => row.GetInt32(0),
            [tenant.Value],
            cancel
        );

    private async Task WriteAsync(
        CallerWork write,
        TenantId tenant,
        WebhookEndpointId endpoint,
        WebhookMapRequest request,
        MapRow row,
        WebhookSecret secret,
        CancellationToken cancel
    )
    {
        using var keys = await ring.RentAsync(tenant, cancel);
        await write.Work.DoAsync(
            """
            insert into webhook_endpoint (tenant_id, endpoint_id, name, format, url, secret_sealed, topics, devices, methods, sends_codes,
                paused_at, paused_because, created_at, sites, persons, is_ordered, retry_for)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $11::smallint is not null then $12::timestamptz end, $11, $12, $13, $14, $15, $16)
            """,
            [
                tenant.Value,
                endpoint.Value,
                request.Name.Trim(),
                row.Format.Number,
                request.Url,
                secret.Seal(keys, WebhookSecret.PlaceOf(endpoint.Value)),
                row.Topics,
                row.Devices,
                request.Methods.ToArray(),
                request.SendsCodes,
                request.IsEnabled ? null : (short)PauseReason.SwitchedOff,
                write.Now,
                row.Sites,
                row.Persons,
                request.Rules.IsOrdered,
                request.Rules.RetryFor,
            ],
            cancel
        );
    }

    /// <summary>Of the target its host alone: the rest may hold a secret.</summary>
    internal static Dictionary<string, string> Told(WebhookMapRequest request, bool isSecretNew)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = TargetRules.HostOf(new Uri(request.Url)),
            ["format"] = request.Format,
            ["events"] = request.Events is { } events ? string.Join(',', events) : "all",
            ["devices"] = request.Devices.Count == 0 ? "all" : $"{request.Devices.Count}",
            ["methods"] = request.Methods.Count == 0 ? "all" : string.Join(',', request.Methods),
            ["sendsCodes"] = request.SendsCodes ? "true" : "false",
            ["isEnabled"] = request.IsEnabled ? "true" : "false",
        };
        if (request.Sites.Count > 0)
        {
            told["sites"] = $"{request.Sites.Count}";
        }

        if (request.Persons.Count > 0)
        {
            told["people"] = $"{request.Persons.Count}";
        }

        if (request.Rules.IsOrdered)
        {
            told["isOrdered"] = "true";
        }

        if (request.Rules.RetryFor is { } time)
        {
            told["retryForHours"] = $"{time.TotalHours:0}";
        }

        if (isSecretNew)
        {
            told["secret"] = "";
        }

        return told;
    }
}
