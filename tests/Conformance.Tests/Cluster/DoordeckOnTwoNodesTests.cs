using System.Net;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>The Doordeck wire on two nodes of one database: what was signed acts once, and what was taken back is gone everywhere.</summary>
public sealed class DoordeckOnTwoNodesTests(DoordeckStreet street) : IClassFixture<DoordeckStreet>
{
    private const int Races = 300;

    /// <summary>The motions last: no token of theirs may be good for long.</summary>
    private static readonly string[] Kinds = ["share", "batch share", "taking back", "setting", "lock", "unlock"];

    public static TheoryData<string> Operations => [.. Kinds];

    /// <summary>JW-8: a second use is 409 on whatever node, however it is written, and has no second effect.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_signed_operation_that_is_captured_and_sent_again_does_nothing(string operation)
    {
        foreach (var withId in new[] { true, false })
        {
            var token = await DoneAsync(operation, withId);
            var effects = await EffectsAsync();

            foreach (var node in street.Nodes.Append(street.Nodes[0]))
            {
                foreach (var copy in Copies(token))
                {
                    Assert.Equal(HttpStatusCode.Conflict, await SendAsync(node, copy));
                }
            }

            Assert.Equal(effects, await EffectsAsync());
        }
    }

    /// <summary>The same token at the same moment on both nodes, many times over each: one of them acts.</summary>
    [Fact]
    public async Task Of_many_who_send_one_token_at_once_one_is_heard()
    {
        for (var round = 0; round < 10; round++)
        {
            var token = street.Owner.Sign(street.Door, DoordeckPhone.Unlock());
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => SendAsync(street.Nodes[i % 2], Copies(token)[i % 3])));

            Assert.True(answers.Count(answer => answer == HttpStatusCode.OK) == 1, string.Join(" ", answers));
            Assert.Equal(15, answers.Count(answer => answer == HttpStatusCode.Conflict));
        }
    }

    [Fact]
    public async Task A_restart_forgets_no_token()
    {
        var tokens = new List<string>();
        foreach (var operation in Kinds)
        {
            tokens.AddRange([await DoneAsync(operation, withId: true), await DoneAsync(operation, withId: false)]);
        }

        await street.StartFirstAgainAsync();

        var again = await Task.WhenAll(tokens.Select(token => SendAsync(street.Nodes[0], token)));
        Assert.All(again, status => Assert.Equal(HttpStatusCode.Conflict, status));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(street.Nodes[0], street.Owner.Sign(street.Door, DoordeckPhone.Unlock())));
    }

    /// <summary>AZ-5: 2,000 of these on three nodes are the campaign <c>revoke</c>.</summary>
    [Fact]
    public async Task Once_a_share_was_taken_back_no_node_opens()
    {
        var races = new RevokeRaces([.. street.Nodes], street.Owner, street.Guest, street.Door);

        var report = await races.RunAsync(Races, new Seed(1), TestContext.Current.CancellationToken);

        Assert.Equal(Races, report.Rounds);
        Assert.True(report.Late.Count == 0, string.Join('\n', report.Late));
        Assert.True(report.Openings > Races / 10, $"{report}: too few openings raced with the end");
        Assert.Equal(
            0,
            await RevokeRaces.LateInTheRecordAsync(street.Database.Connection, street.Guest.UserId, TestContext.Current.CancellationToken)
        );
    }

    /// <summary>AZ-5.</summary>
    [Fact]
    public async Task Who_logs_out_on_one_node_is_out_on_the_other()
    {
        using var phone = await DoordeckPhone.LogInAsync(street.Nodes[0], Native.House.Login, Native.House.Password);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(phone, street.Nodes[1]));

        using var left = await phone.SendAsync(street.Nodes[0], HttpMethod.Post, "/auth/token/destroy");

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(phone, street.Nodes[1]));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(phone, street.Nodes[0]));
    }

    private static async Task<HttpStatusCode> AskAsync(DoordeckPhone phone, HttpClient node)
    {
        using var answer = await phone.SendAsync(node, HttpMethod.Get, "/device");
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> SendAsync(HttpClient node, string token)
    {
        using var answer = await street.Owner.ExecuteAsync(node, street.Door, token);
        return answer.StatusCode;
    }

    /// <returns>The token of an operation that was done.</returns>
    private async Task<string> DoneAsync(string operation, bool withId)
    {
        var claims = street.Owner.Claims(street.Door, await OperationAsync(operation));
        if (!withId)
        {
            claims.Remove("jti");
        }

        var token = street.Owner.Sign(street.Owner.Header(), claims);
        Assert.InRange((int)await SendAsync(street.Nodes[0], token), 200, 204);
        return token;
    }

    /// <summary>The token, and its signature in other letters: the bytes that were signed are the same.</summary>
    private static string[] Copies(string token)
    {
        var at = token.LastIndexOf('.') + 1;
        var standard = token[at..].Replace('-', '+').Replace('_', '/');
        return [token, token[..at] + standard, token[..at] + standard.PadRight(88, '=')];
    }

    private async Task<JsonObject> OperationAsync(string name)
    {
        var user = new JsonObject
        {
            ["user"] = street.Guest.UserId,
            ["publicKey"] = await KeyAsync(),
            ["role"] = "USER",
            ["start"] = null,
            ["end"] = null,
        };
        return name switch
        {
            "unlock" => DoordeckPhone.Unlock(),
            "lock" => new JsonObject { ["type"] = "MUTATE_LOCK", ["locked"] = true },
            "share" => new JsonObject(user.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))) { ["type"] = "ADD_USER" },
            "batch share" => new JsonObject { ["type"] = "BATCH_ADD_USER", ["users"] = new JsonArray(user) },
            "taking back" => new JsonObject { ["type"] = "REMOVE_USER", ["users"] = new JsonArray(street.Guest.UserId) },
            _ => new JsonObject { ["type"] = "MUTATE_SETTING", ["unlockDuration"] = 7 },
        };
    }

    private async Task<string> KeyAsync()
    {
        using var answer = await street.Owner.SendAsync(
            street.Nodes[0],
            HttpMethod.Post,
            "/directory/query",
            new JsonObject { ["localKey"] = street.Guest.UserId }
        );
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return (string)body["publicKey"]!;
    }

    /// <summary>What was done by people: motions, gifts and their ends, changes.</summary>
    private Task<long> EffectsAsync() =>
        street.Database.CountAsync(
            "select count(*) from audit_event where principal_id is not null and (kind in (1, 2) and stage = 1 or kind in (83, 90, 91, 92) and outcome = 3)"
        );
}
