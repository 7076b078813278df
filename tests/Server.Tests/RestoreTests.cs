using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

/// <summary>FS-6, with the built-in database, as an operator does it.</summary>
public sealed class RestoreTests
{
    [Fact]
    public async Task A_killed_server_goes_on_in_another_folder_without_what_was_taken_away()
    {
        var lost = new ServerSetup { Arguments = ["--demo"] };
        var fresh = new ServerSetup { Arguments = ["--demo"] };
        var file = TestPaths.Fresh("backup");
        string code;
        await using (var server = await ServerProcess.StartAsync(lost))
        {
            using var http = Api(server);
            code = await MakeCodeAsync(http);
            await DoneAsync("backup", file, "--data", lost.DataFolder);
            Assert.Equal(1, (await ShortProgram.OperatorAsync("backup", file, "--data", lost.DataFolder)).ExitCode);
            await DoneAsync("restore", file, "--check");
            Assert.True((await http.DeleteAsync(new Uri($"passcodes/{code}", UriKind.Relative))).IsSuccessStatusCode);
            await Poll.UntilAsync(async () => await server.AskDatabaseAsync("select count(*) from recovery_entry") == "0");
            await server.KillAsync();
        }

        var (refused, said) = await ShortProgram.OperatorAsync("restore", file, "--data", fresh.DataFolder);
        Assert.Equal(1, refused);
        Assert.Contains("root.key", said, StringComparison.Ordinal);
        Directory.CreateDirectory(fresh.DataFolder);
        foreach (var name in new[] { "root.key", "demo.json" })
        {
            File.Copy(Path.Combine(lost.DataFolder, name), Path.Combine(fresh.DataFolder, name));
        }

        var told = await DoneAsync("restore", file, "--data", fresh.DataFolder, "--journal", Path.Combine(lost.DataFolder, "recovery"));
        Assert.Contains("does not tell of a clean stop", told, StringComparison.Ordinal);
        Assert.Equal(1, (await ShortProgram.OperatorAsync("restore", file, "--data", fresh.DataFolder)).ExitCode);

        await using var restored = await ServerProcess.StartAsync(fresh);
        var left = await restored.AskDatabaseAsync(
            $"select c.revoked_at is not null from credential c join public_id p on p.row_id = c.credential_id where p.wire_id = '{code}'"
        );
        Assert.Equal("True", left);
        await DoneAsync("verify-audit", "--data", fresh.DataFolder);
    }

    private static async Task<string> DoneAsync(params string[] words)
    {
        var (exitCode, said) = await ShortProgram.OperatorAsync(words);
        Assert.True(exitCode == 0, said);
        return said;
    }

    private static HttpClient Api(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = new Uri(server.BaseUrl, "/api/v1/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)server.Ready["native"]!["apiKey"]!);
        return http;
    }

    private static async Task<string> MakeCodeAsync(HttpClient http)
    {
        var locks = (await http.GetFromJsonAsync<JsonObject>("locks"))!["items"]!.AsArray();
        using var made = await http.PostAsJsonAsync("passcodes", new JsonObject { ["lockIds"] = new JsonArray((string)locks[0]!["id"]!) });
        return (string)(await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
    }
}
