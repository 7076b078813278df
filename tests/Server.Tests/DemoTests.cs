using System.Text.Json.Nodes;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

public sealed class DemoTests
{
    /// <summary>Design, "Demo and ready file" and "People": a demo registers people, and says by which application.</summary>
    [Fact]
    public async Task A_program_of_the_TTLock_wire_registers_a_person_with_the_demo_and_logs_in()
    {
        var folder = TestPaths.Fresh("demo");
        string id;
        await using (var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], DataFolder = folder }))
        {
            var app = server.Ready["ttlock"]!;
            id = (string)app["clientId"]!;
            var secret = (string)app["clientSecret"]!;
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            const string Md5 = "ff3bdd571bbec1a341744f201b57d04e";

            var registered = await SendAsync(
                server,
                "/v3/user/register",
                new()
                {
                    ["clientId"] = id,
                    ["clientSecret"] = secret,
                    ["username"] = "anna1",
                    ["password"] = Md5,
                    ["date"] = $"{now}",
                }
            );
            var issued = await SendAsync(
                server,
                "/oauth2/token",
                new()
                {
                    ["clientId"] = id,
                    ["clientSecret"] = secret,
                    ["username"] = (string)registered["username"]!,
                    ["password"] = Md5,
                }
            );

            Assert.NotEmpty((string)issued["access_token"]!);
        }

        await using var again = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], DataFolder = folder });
        Assert.Equal(id, (string)again.Ready["ttlock"]!["clientId"]!);
    }

    private static async Task<JsonNode> SendAsync(ServerProcess server, string path, Dictionary<string, string> form)
    {
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
