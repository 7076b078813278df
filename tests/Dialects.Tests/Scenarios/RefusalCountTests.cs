using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios;

/// <summary>AU-1: what is refused without a record of its own is recorded once a minute, with its number.</summary>
public sealed class RefusalCountTests
{
    private const string Unknown = "Bearer lw_00000000000000000000000000000000";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Failed_authentications_and_refused_reads_are_recorded_once_a_minute_with_their_number()
    {
        var clock = new ShiftedClock();
        await using var server = await LiveServer.StartAsync(clock);
        var weak = $"Bearer {await server.AddKeyAsync(Permission.LocksUnlock)}";
        var door = await DoorAsync(server);
        clock.ForwardToNextMinute();

        await AskAsync(server, 3, "/api/v1/tenant", Unknown);
        await AskAsync(server, 2, "/v3/lock/list", "sk-00000000000000000000000000000000");
        await AskAsync(server, 4, "/api/v1/tenant", null);
        await AskAsync(server, 5, $"/api/v1/locks/{door}", weak);
        await AskAsync(server, 2, "/api/v1/locks", weak);
        await AskAsync(server, 6, "/api/v1/links/00000000-0000-4000-8000-000000000000", weak);
        // Counted after the answer went out: the next request of the connection begins when that is done.
        await DoorAsync(server);
        Assert.Empty(await TalliesAsync(server));
        clock.Forward(TimeSpan.FromMinutes(1));
        await server.Services.GetRequiredService<TellTallies>().RunAsync(CancellationToken.None);

        Assert.Equal(
            [
                "LogInsRefused NotAuthenticated 5 of nobody on None from 127.0.0.1",
                "ReadsRefused NotAllowed 2 of ApiClient on None from nowhere",
                "ReadsRefused NotAllowed 5 of ApiClient on Lock from nowhere",
                "ReadsRefused NotFound 6 of ApiClient on None from nowhere",
            ],
            await TalliesAsync(server)
        );
    }

    private static async Task AskAsync(LiveServer server, int times, string target, string? authorization)
    {
        for (var i = 0; i < times; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            if (authorization is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            using var answer = await server.Http.SendAsync(request);
            Assert.InRange((int)answer.StatusCode, 401, 404);
        }
    }

    private static async Task<string> DoorAsync(LiveServer server)
    {
        JsonArray found = [];
        await Poll.UntilAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/locks");
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.NativeKey}");
                using var answer = await server.Http.SendAsync(request);
                found = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["items"]!.AsArray();
                return found.Count > 1;
            },
            Patience
        );
        return (string)found[0]!["id"]!;
    }

    private static async Task<List<string>> TalliesAsync(LiveServer server)
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select e.bytes, p.bytes from audit_event e left join audit_private p on p.tenant_id = e.tenant_id and p.sequence = e.sequence
            where e.kind in (61, 120)
            """,
            connection
        );
        await using var rows = await command.ExecuteReaderAsync();
        var told = new List<string>();
        while (await rows.ReadAsync())
        {
            var audited = AuditEvent.FromBytes(rows.GetFieldValue<byte[]>(0));
            var on = audited.Lock is not null ? "Lock" : $"{audited.On?.Kind.ToString() ?? "None"}";
            var from = rows.IsDBNull(1) ? "nowhere" : (string)JsonNode.Parse(rows.GetFieldValue<byte[]>(1))!["address"]!;
            told.Add(
                $"{audited.Kind} {audited.Reason} {audited.Changed!["number"]} of {audited.By?.Kind.ToString() ?? "nobody"} on {on} from {from}"
            );
        }

        return [.. told.Order(StringComparer.Ordinal)];
    }
}
