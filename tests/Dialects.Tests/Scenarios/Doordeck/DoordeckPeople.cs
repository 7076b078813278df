using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>
/// Who takes part in the stories of doors: the owner of all (<c>desk</c>), somebody with a common grant to the front door and a deputy's to the office
/// (<c>guest</c>), somebody without any (<c>nobody</c>), and the owner of doors elsewhere (<c>stranger</c>).
/// </summary>
internal sealed class DoordeckPeople(LiveServer server, ScenarioRunner runner)
{
    /// <summary>Front door, Back gate, Office.</summary>
    private const int LinkedDoors = 3;

    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

    /// <summary>Teaches the runner tokens, and the ids of people, doors and sites by their names.</summary>
    public static async Task<DoordeckPeople> KnowAsync(LiveServer server, ScenarioRunner runner)
    {
        var people = new DoordeckPeople(server, runner);
        runner.Know("server", server.Http.BaseAddress!.AbsoluteUri);
        await people.LogInAsync("desk", LiveServer.Account);
        await people.LogInAsync("stranger", LiveServer.Stranger);
        foreach (var door in await people.DoorsAsync("desk"))
        {
            runner.Know((string)door!["name"]!, (string)door["id"]!);
        }

        runner.Know("a stranger's door", (string)(await people.DoorsAsync("stranger"))[0]!["id"]!);
        runner.Know("site", (string)(await people.GetAsync("desk", "/site"))[0]!["id"]!);
        runner.Know("a stranger's site", (string)(await people.GetAsync("stranger", "/site"))[0]!["id"]!);
        foreach (var name in new[] { "guest", "nobody" })
        {
            await new Population(server.Services).PersonAsync((await people.CallerAsync("desk")).Home, $"{name}@example.com", LiveServer.Password);
        }

        await people.GiveAsync("Front door", "guest", isDeputy: false);
        await people.GiveAsync("Office", "guest", isDeputy: true);
        await people.LogInAsync("guest", "guest@example.com");
        await people.LogInAsync("nobody", "nobody@example.com");
        foreach (var name in people.tokens.Keys)
        {
            runner.Know($"{name} id", await people.UuidAsync(await people.CallerAsync(name)));
        }

        await server.NewActsAsync();
        return people;
    }

    public async Task<Caller> CallerAsync(string name) =>
        (
            await server.Services.GetRequiredService<Callers>().AuthenticateAsync(tokens[name], Surface.Doordeck, default, CancellationToken.None)
        ).Value;

    public async Task GiveAsync(string door, string to, bool isDeputy)
    {
        var request = new GrantAccessRequest
        {
            Lock = DoorOf(door),
            Receiver = $"{to}@example.com",
            Name = to,
            Window = TimeWindow.Always,
            CanUnlockRemotely = true,
            IsDeputy = isDeputy,
        };
        var given = await server.Services.GetRequiredService<GrantAccess>().RunAsync(await CallerAsync("desk"), request, CancellationToken.None);
        Assert.Null(given.Error);
    }

    public WireId DoorOf(string name) => new(WireIdKind.LockUuid, runner.Fill($"{{{name}}}"));

    public async Task<JsonArray> GetAsync(string by, string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, runner.Fill(target));
        request.Headers.Authorization = new("Bearer", tokens[by]);
        var answer = await server.Http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray();
    }

    private async Task LogInAsync(string name, string email)
    {
        var answer = await server.Http.PostAsJsonAsync("/auth/token", new { email, password = LiveServer.Password });
        tokens[name] = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["authToken"]!;
        runner.Know(name, $"Bearer {tokens[name]}");
    }

    private async Task<JsonArray> DoorsAsync(string of)
    {
        JsonArray doors = [];
        await Poll.UntilAsync(async () =>
        {
            doors = await GetAsync(of, "/device");
            return doors.Count(door => (bool)door!["state"]!["connected"]!) == LinkedDoors;
        });
        return doors;
    }

    private async Task<string> UuidAsync(Caller person) =>
        await server
            .Services.GetRequiredService<WireIdIndex>()
            .OfRowAsync(person.Home, person.Principal.Id, WireIdKind.UserUuid, CancellationToken.None);
}
