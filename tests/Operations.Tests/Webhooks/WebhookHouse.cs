using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Secrets;
using Latchwork.Operations.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Tests.Webhooks;

/// <summary>A house with endpoints of its tenant's own, and nodes that send, on a clock that moves when told.</summary>
internal sealed class WebhookHouse : IAsyncDisposable
{
    private readonly List<ServiceProvider> nodes = [];
    private int told;

    private WebhookHouse(House house, SettableClock clock, PlainFormat format) => (House, Clock, Format) = (house, clock, format);

    public House House { get; }

    public SettableClock Clock { get; }

    public PlainFormat Format { get; }

    /// <summary>How many events were told.</summary>
    public int Told => told;

    public static async Task<WebhookHouse> OpenAsync(PlainFormat? format = null)
    {
        var clock = new SettableClock();
        return new WebhookHouse(await House.OpenAsync(clock), clock, format ?? new PlainFormat());
    }

    /// <summary>Of a node that soon gives up. Only where a receiver hangs: whoever else is slow would count as failed too.</summary>
    public static WebhookOptions Impatient => new() { AnswerWithin = TimeSpan.FromMilliseconds(250) };

    public ServiceProvider NewNode(WebhookOptions? options = null)
    {
        options ??= new WebhookOptions();
        options.OpenRanges.Add("127.0.0.0/8");
        var node = House.NewNode(services => services.AddSingleton<IWebhookFormat>(Format).AddSingleton(options));
        nodes.Add(node);
        return node;
    }

    /// <param name="owner">Null: of the tenant itself.</param>
    public async Task<(EndpointKey Key, WebhookSecret Secret)> AddEndpointAsync(string url, Guid? owner = null, params short[] topics)
    {
        var id = WebhookEndpointId.New(Clock.Now());
        var secret = WebhookSecret.New();
        using var keys = await House.Get<KeyRing>().RentAsync(House.Tenant, CancellationToken.None);
        await House.DoAsync(
            """
            insert into webhook_endpoint (tenant_id, endpoint_id, format, url, secret_sealed, topics, created_at, owner_user_id)
            values ($1, $2, 99, $3, $4, $5, $6, $7)
            """,
            House.Tenant.Value,
            id.Value,
            url,
            secret.Seal(keys, WebhookSecret.PlaceOf(id.Value)),
            topics.Length == 0 ? [PlainFormat.Bolts] : topics,
            Clock.Now(),
            (object?)owner ?? DBNull.Value
        );
        await House.DoAsync(
            """
            insert into webhook_cursor (tenant_id, endpoint_id, source_tenant_id, sequence, received_at)
            select $1, $2, $1, sequence, received_at from audit_chain where tenant_id = $1
            """,
            House.Tenant.Value,
            id.Value
        );
        return (new EndpointKey(House.Tenant, id), secret);
    }

    public async Task<LockId> AddDoorAsync() =>
        (
            await House
                .Get<AddLock>()
                .RunAsync(Caller.Server(House.Tenant), House.Tenant, House.Founded.Site, "Door", Capabilities.Unlock, CancellationToken.None)
        ).Value;

    /// <summary>Events about the lock, numbered on.</summary>
    public async Task TellAsync(LockId door, int count = 1, AuditKind kind = AuditKind.BoltMoved, AuditStage stage = AuditStage.Whole)
    {
        await using var work = await House.Get<AccessDb>().BeginAsync(TenantSet.Of(House.Tenant), CancellationToken.None);
        var entries = Enumerable
            .Range(0, count)
            .Select(_ => new AuditEntry(
                Events.Any(Clock.Now()) with
                {
                    Kind = kind,
                    Stage = stage,
                    Lock = door.Value,
                    Battery = told++,
                    Bolt = BoltState.Locked,
                }
            ));
        await work.CommitAsync(House.Tenant, Clock.Now(), CancellationToken.None, [.. entries]);
    }

    /// <summary>Plans what there is, and leaves it to others to claim it.</summary>
    public static async Task PlanAsync(ServiceProvider by)
    {
        var plan = by.GetRequiredService<PlanDeliveries>();
        foreach (var one in await plan.BehindAsync(CancellationToken.None))
        {
            await plan.PlanNewsAsync(one.Cursor, own: null, CancellationToken.None);
        }
    }

    /// <summary>Rounds on all nodes until nothing more goes out at this time.</summary>
    public async Task DrainAsync(params IReadOnlyList<ServiceProvider> by)
    {
        long before;
        do
        {
            before = await TriesAsync();
            foreach (var node in by)
            {
                var worker = node.GetRequiredService<DeliveryWorker>();
                await worker.RoundAsync(CancellationToken.None);
                await worker.SettleAsync();
            }
        } while (await TriesAsync() > before);
    }

    public Task<long> TriesAsync() => House.AskAsync<long>("select count(*) from delivery_attempt");

    public Task<long> CountAsync(int state) => House.AskAsync<long>("select count(*) from delivery where state = $1", (short)state);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.GetRequiredService<DeliveryWorker>().DisposeAsync();
        }

        await House.DisposeAsync();
    }
}
