using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Testing.Keyvox;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Matrix.Keyvox;

/// <summary>What each side has for this wire to name, made over the wire itself at the first question.</summary>
internal sealed class KeyvoxThings
{
    private readonly Dictionary<Side, Dictionary<string, string>> known = [];
    private readonly DistinctSeconds seconds = new();
    private readonly LockerThings lockers = new();
    private int codes;
    private int days;

    /// <summary>The things of both sides, and a first use of every key, which is noted.</summary>
    public async Task PrepareAsync(TwoTenants tenants)
    {
        if (known.Count > 0)
        {
            return;
        }

        foreach (var side in Enum.GetValues<Side>())
        {
            await MakeAsync(tenants, side, known[side] = new Dictionary<string, string>(StringComparer.Ordinal));
        }

        foreach (var who in tenants.KeyvoxKeys.Keys)
        {
            await SendAsync(tenants, who, "/v1/getLocks", "{}");
        }
    }

    public async Task<string> FillAsync(TwoTenants tenants, Side side, string body)
    {
        await PrepareAsync(tenants);
        var things = known[side];
        things["{new code}"] = (0xA0000000 + (uint)Interlocked.Increment(ref codes)).ToString("X8", CultureInfo.InvariantCulture);
        if (body.Contains("{day}", StringComparison.Ordinal))
        {
            var day = TimeProvider.System.GetUtcNow().AddDays(30 + Interlocked.Increment(ref days));
            (things["{day}"], things["{next day}"]) = (SigningHandler.At(day), SigningHandler.At(day.AddHours(12)));
        }

        return things.Aggregate(body, (filled, pair) => filled.Replace(pair.Key, pair.Value, StringComparison.Ordinal));
    }

    /// <summary>Signed where the principal signs; each request has a second of its own.</summary>
    public async Task<(int Status, string Body)> SendAsync(TwoTenants tenants, Who who, string path, string body)
    {
        using var request = tenants.KeyvoxKeys.TryGetValue(who, out var key)
            ? key.Request(path, body, seconds.Next())
            : Unsigned(path, body, tenants.BearerOf(who));
        using var answer = await tenants.Server.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task MakeRoomsAsync(
        TwoTenants tenants,
        Side side,
        Dictionary<string, string> things,
        Func<string, string, string, Task<string>> dataAsync
    )
    {
        var (services, tenant) = (tenants.Server.Services, tenants.TenantOf(side));
        var now = TimeProvider.System.GetUtcNow();
        things["{place}"] = await IdAsync(tenants, WireIdKind.KeyvoxPlace, "site", "site_id", tenant.Value);
        await lockers.LockerAsync(tenants, side);
        things["{locker}"] = await IdAsync(tenants, WireIdKind.KeyvoxLocker, "locker", "locker_id", tenant.Value);
        var plan = await services
            .GetRequiredService<AddRoomPlan>()
            .RunAsync(
                Caller.Server(tenant),
                new WireId(WireIdKind.KeyvoxPlace, things["{place}"]),
                new RoomPlanFields { Name = "Night" },
                CancellationToken.None
            );
        Assert.Null(plan.Error);
        things["{plan}"] = await IdAsync(tenants, WireIdKind.KeyvoxPlan, "room_plan", "plan_id", tenant.Value);
        things["{order's end}"] = SigningHandler.At(now.AddDays(11));
        things["{order}"] = await OrderAsync(now.AddDays(10), things["{order's end}"]);
        things["{spent order}"] = await OrderAsync(now.AddDays(20), SigningHandler.At(now.AddDays(21)));
        things["{box pin}"] = await BoxAsync("/v1/createLockerPin", "", "pinId");
        things["{spent box pin}"] = await BoxAsync("/v1/createLockerPin", "", "pinId");
        things["{box card}"] = await BoxAsync("/v1/setLockerCard", ",\"cardCode\":\"{new code}\"", "cardId");

        Task<string> OrderAsync(DateTimeOffset from, string until) =>
            dataAsync(
                "/bacsorder/create",
                $$"""{"placeId":"{{things["{place}"]}}","unitId":"{{things["{unit}"]}}","checkin":"{{SigningHandler.At(from)}}","checkout":"{{until}}","orderContact":"Guest"}""",
                "orderId"
            );

        async Task<string> BoxAsync(string path, string more, string member) =>
            await dataAsync(
                path,
                await FillAsync(tenants, side, $$"""{"deviceId":"{locker}","boxNum":"00-01","sTime":"{day}","eTime":"{next day}"{{more}}}"""),
                member
            );
    }

    private static async Task<string> IdAsync(TwoTenants tenants, WireIdKind kind, string table, string column, Guid tenant) =>
        (
            await tenants.QueryAsync(
                $"select p.wire_id from {table} t join public_id p on p.row_id = t.{column} and p.kind = $1 where t.tenant_id = $2 order by t.created_at",
                (short)kind,
                tenant
            )
        )[0];

    private static HttpRequestMessage Unsigned(string path, string body, string? bearer)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (bearer is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", bearer);
        }

        return request;
    }

    private async Task MakeAsync(TwoTenants tenants, Side side, Dictionary<string, string> things)
    {
        var (who, door) = side == Side.House ? (Who.KeyvoxDesk, TwoTenants.HouseDoor) : (Who.KeyvoxNeighbour, TwoTenants.NeighbourDoor);
        var now = TimeProvider.System.GetUtcNow();
        (things["{soon}"], things["{later}"]) = (SigningHandler.At(now.AddHours(1)), SigningHandler.At(now.AddHours(3)));
        things["{lock}"] = await LockAsync(door);
        var (services, tenant) = (tenants.Server.Services, tenants.TenantOf(side));
        things["{unit}"] = await KeyvoxUnits.AddAsync(services, tenant, "101", things["{lock}"]);
        things["{other unit}"] = await KeyvoxUnits.AddAsync(services, tenant, "102", await LockAsync(side == Side.House ? "Office" : "Entrance"));
        things["{pin}"] = await DataAsync(
            "/v1/createLockPin",
            $$"""{"unitId":"{{things["{unit}"]}}","sTime":"{{things["{soon}"]}}","eTime":"{{things["{later}"]}}"}""",
            "pinId"
        );
        things["{spent pin}"] = await DataAsync(
            "/v1/createLockPin",
            $$"""{"unitId":"{{things["{unit}"]}}","sTime":"{{things["{soon}"]}}","eTime":"{{things["{later}"]}}"}""",
            "pinId"
        );
        things["{card}"] = await DataAsync(
            "/v1/setCard",
            $$"""{"cardCode":"{{(side == Side.House ? "11223344" : "55667788")}}","unitId":"{{things["{unit}"]}}"}""",
            "cardId"
        );
        await MakeRoomsAsync(tenants, side, things, DataAsync);

        async Task<string> LockAsync(string name) =>
            (
                await tenants.QueryAsync(
                    """
                    select p.wire_id from smart_lock l join public_id p on p.row_id = l.lock_id and p.kind = $1
                    where l.tenant_id = $2 and l.name = $3
                    """,
                    (short)WireIdKind.KeyvoxLock,
                    tenants.TenantOf(side).Value,
                    name
                )
            ).Single();

        async Task<string> DataAsync(string path, string body, string member)
        {
            var (_, text) = await SendAsync(tenants, who, path, body);
            return (string?)JsonNode.Parse(text)!["data"]?[member] ?? throw new InvalidOperationException($"{path}: {text}");
        }
    }
}
