using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>The explorer of each wire: calls that are signed in the page and sent from it, and the same calls as programs, run as they were printed.</summary>
public sealed class ExplorerTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    private JsonNode Ready => house.Server.Ready;

    [Fact]
    public async Task Our_own_API_is_called_by_the_session_and_explained_by_the_served_document()
    {
        await using var visit = await house.OperatorAsync();
        await OpenAsync(visit, "native", "listLocks", "GET /api/v1/locks");
        await Assertions.Expect(visit.Page.GetByText("A key needs locks:read.")).ToBeVisibleAsync();
        await visit.Button("Send").ClickAsync();
        await ExpectAsync(visit, "200", "Front door");

        var keyed = await RunAsync(visit, "curl", ("LATCHWORK_KEY", (string)Ready["native"]!["apiKey"]!));
        Assert.Contains("Front door", keyed, StringComparison.Ordinal);
        Assert.Empty(visit.Faults);
    }

    /// <summary>What opens a door asks first; and a program that is printed does what the page did.</summary>
    [Fact]
    public async Task A_call_that_moves_a_door_asks_before_it_is_sent()
    {
        var door = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks?name=Office"))["items"]![0]!["id"]!;
        await using var visit = await house.OperatorAsync();
        await OpenAsync(visit, "native", "unlock", "POST /api/v1/locks/{id}/unlock");
        await Assertions.Expect(visit.Button("Send")).ToBeDisabledAsync();
        await visit.Field("id (needed)").FillAsync(door);
        await visit.Button("Send").ClickAsync();
        await Assertions.Expect(visit.Heading("Really send it?")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await ExpectAsync(visit, "200", "\"outcome\": \"done\"");
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_KEYVOX_call_is_signed_step_by_step_and_its_programs_get_the_same_answer()
    {
        var (key, secret) = ((string)Ready["keyvox"]!["apiKey"]!, (string)Ready["keyvox"]!["secret"]!);
        await using var visit = await house.OperatorAsync();
        await OpenAsync(visit, "keyvox", "POST /v1/getLocks", "POST /api/eagle-pms/v1/getLocks");
        await visit.Field("API key").FillAsync(key);
        await visit.Field("Secret").FillAsync(secret);
        await Assertions.Expect(visit.Page.GetByText("POST /api/eagle-pms/v1/getLocks HTTP/1.1").First).ToBeVisibleAsync();
        await visit.Button("Send").ClickAsync();
        await ExpectAsync(visit, "200", "Front door");

        foreach (var language in new[] { "curl", "JavaScript", "Python" })
        {
            var answer = await RunAsync(visit, language, ("KEYVOX_KEY", key), ("KEYVOX_SECRET", secret));
            Assert.Contains("Front door", answer, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, await ProgramAsync(visit, language), StringComparison.Ordinal);
        }

        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_Sifely_call_gets_its_key_by_the_password_and_its_programs_log_in_themselves()
    {
        var (account, password) = ((string)Ready["sifely"]!["account"]!, (string)Ready["sifely"]!["password"]!);
        await using var visit = await house.OperatorAsync();
        await OpenAsync(visit, "sifely", "POST /v3/lock/list", "POST /v3/lock/list");
        await visit.Field("Account").FillAsync(account);
        await visit.Field("Password").FillAsync(password);
        await Assertions.Expect(visit.Page.GetByText((string)Ready["sifely"]!["passwordMd5"]!).First).ToBeVisibleAsync();
        await visit.Button("Get the key").ClickAsync();
        await Assertions.Expect(visit.Field("Key")).ToHaveValueAsync((string)Ready["sifely"]!["apiKey"]!);
        await visit.Button("Send").ClickAsync();
        await ExpectAsync(visit, "200", "Front door");

        foreach (var language in new[] { "curl", "JavaScript", "Python" })
        {
            Assert.Contains(
                "Front door",
                await RunAsync(visit, language, ("SIFELY_ACCOUNT", account), ("SIFELY_PASSWORD", password)),
                StringComparison.Ordinal
            );
        }

        Assert.Empty(visit.Faults);
    }

    /// <summary>The account of the demo has no key yet: its first one needs no code.</summary>
    [Fact]
    public async Task A_Doordeck_operation_is_signed_by_a_key_of_the_page()
    {
        var (email, password, door) = (
            (string)Ready["doordeck"]!["email"]!,
            (string)Ready["doordeck"]!["password"]!,
            (string)Ready["doordeck"]!["lockId"]!
        );
        await using var visit = await house.OperatorAsync();
        await OpenAsync(visit, "doordeck", "POST /device/{lockId}/execute", "POST /device/{lockId}/execute");
        await visit.Field("E-mail address").FillAsync(email);
        await visit.Field("Password").FillAsync(password);
        await visit.Button("Log in").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The token is here.")).ToBeVisibleAsync();
        await visit.Button("Make and certify a key").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Certified for")).ToBeVisibleAsync();
        await visit.Field("lockId (needed)").FillAsync(door);
        await Assertions.Expect(visit.Page.GetByText("\"alg\": \"EdDSA\"")).ToBeVisibleAsync();
        await visit.Button("Send").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Answer" }).GetByText("20").First).ToBeVisibleAsync();

        await ChooseAsync(visit, "GET /device/favourite", "GET /device/favourite");
        foreach (var language in new[] { "curl", "JavaScript", "Python" })
        {
            Assert.StartsWith(
                "[",
                (await RunAsync(visit, language, ("DOORDECK_EMAIL", email), ("DOORDECK_PASSWORD", password))).TrimStart(),
                StringComparison.Ordinal
            );
        }

        Assert.Empty(visit.Faults);
    }

    private static async Task OpenAsync(Visit visit, string wire, string id, string call)
    {
        await visit.GoAsync($"integrations/explorer/{wire}");
        await ChooseAsync(visit, id, call);
    }

    private static async Task ChooseAsync(Visit visit, string id, string call)
    {
        // As somebody types who looks for it.
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync(call.Split('/')[^1]);
        await visit.Page.Locator($"[role=option][data-key=\"{id}\"]").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = call, Exact = true })).ToBeVisibleAsync();
    }

    private static async Task ExpectAsync(Visit visit, string status, string text)
    {
        var answer = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Answer" });
        await Assertions.Expect(answer.GetByText(status).First).ToBeVisibleAsync();
        await Assertions.Expect(answer.GetByText(text).First).ToBeVisibleAsync();
    }

    private static async Task<string> ProgramAsync(Visit visit, string language)
    {
        await visit.Tab(language).ClickAsync();
        return await visit.Page.GetByRole(AriaRole.Region, new() { Name = $"As a program: {language}", Exact = true }).InnerTextAsync();
    }

    /// <summary>What the printed program prints.</summary>
    private static async Task<string> RunAsync(Visit visit, string language, params (string Name, string Value)[] environment)
    {
        var program = language switch
        {
            "curl" => "bash",
            "JavaScript" => "node",
            _ => "python3",
        };
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (language == "JavaScript")
        {
            start.ArgumentList.Add("--input-type=module");
        }

        start.ArgumentList.Add("-");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var running = Process.Start(start)!;
        await running.StandardInput.WriteAsync(await ProgramAsync(visit, language));
        running.StandardInput.Close();
        var told = await running.StandardOutput.ReadToEndAsync();
        await running.WaitForExitAsync();
        Assert.Equal(0, running.ExitCode);
        return told;
    }
}
