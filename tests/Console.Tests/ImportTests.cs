using System.Text;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>A file of people: shown with what is wrong, corrected, carried out, and only once.</summary>
public sealed class ImportTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    private const string Faulty = """
        email,role,doors,until,days,hours,name,passcode
        cleaner@example.com,,Front door|Office,2035-12-31,mon-fri,08:00-12:00,,
        gardener@example.com,,Front dor,,,,,
        ,,Back gate,2035-12-31,,,Plumber,new
        """;

    [Fact]
    public async Task A_file_with_errors_is_corrected_and_carried_out_and_again_changes_nothing()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("people/import");
        await ChooseAsync(visit, "staff.csv", Faulty);

        await Assertions.Expect(visit.Page.GetByText("1 row in error", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("No door has this name.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Gets access to Office (Opens)")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Carry out 3 changes")).ToBeDisabledAsync();
        Assert.Equal("", await LookTests.ViolationsAsync(visit));
        await visit.Page.GetByText("Only errors", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("cleaner@example.com")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.GetByText("gardener@example.com")).ToBeVisibleAsync();

        var saved = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Download the rows in error").ClickAsync());
        Assert.Equal("staff-errors.csv", saved.SuggestedFilename);
        var wrong = await File.ReadAllTextAsync(await saved.PathAsync());
        Assert.Equal("email,role,doors,until,days,hours,name,passcode\r\ngardener@example.com,,Front dor,,,,,\r\n", wrong.TrimStart('\uFEFF'));

        var corrected = Faulty.Replace("Front dor,", "Front door,", StringComparison.Ordinal);
        await visit.Button("Take another file").ClickAsync();
        await ChooseAsync(visit, "staff.csv", corrected);
        await visit.Button("Carry out 4 changes").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Done: 4 new, 0 changed, 0 as it was.")).ToBeVisibleAsync();

        var grants = await GrantsAsync();
        await ChooseAsync(visit, "staff.csv", corrected);
        await Assertions.Expect(visit.Page.GetByText("Everything in this file is so already: there is nothing to do.")).ToBeVisibleAsync();
        Assert.Equal(grants, await GrantsAsync());
        Assert.Contains("cleaner@example.com", grants, StringComparison.Ordinal);
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task Rows_in_error_are_left_out_where_somebody_says_so()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("people/import");
        await visit.Field("Rows").FillAsync("email\tdoors\npainter@example.com\tOffice\npainter@example.com\tNowhere");
        await visit.Button("Look at it").ClickAsync();
        await visit.Page.GetByText("Leave out the row in error", new() { Exact = true }).ClickAsync();
        await visit.Button("Carry out 1 change").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("1 row in error was left out.")).ToBeVisibleAsync();
        Assert.Contains("painter@example.com", await GrantsAsync(), StringComparison.Ordinal);
        Assert.Empty(visit.Faults);
    }

    /// <summary>The file is looked at as it is by then.</summary>
    [Fact]
    public async Task What_has_changed_since_it_was_shown_is_shown_anew()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("people/import");
        await visit.Field("Rows").FillAsync("email,doors\nroofer@example.com,Back gate");
        await visit.Button("Look at it").ClickAsync();
        await Assertions.Expect(visit.Button("Carry out 1 change")).ToBeVisibleAsync();
        var gate = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks?name=Back"))["items"]![0]!["id"]!;
        await house.AskAsync(
            HttpMethod.Post,
            "/api/v1/grants",
            new
            {
                lockId = gate,
                login = "roofer@example.com",
                invitesUnknown = true,
            }
        );
        await visit.Button("Carry out 1 change").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Somebody changed it meanwhile.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Has this access to Back gate already")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    private static async Task ChooseAsync(Visit visit, string name, string csv)
    {
        var chooser = await visit.Page.RunAndWaitForFileChooserAsync(() => visit.Button("Choose a file").ClickAsync());
        await chooser.SetFilesAsync(
            new FilePayload
            {
                Name = name,
                MimeType = "text/csv",
                Buffer = Encoding.UTF8.GetBytes(csv),
            }
        );
        await visit.Page.GetByText(name, new() { Exact = true }).WaitForAsync();
    }

    private async Task<string> GrantsAsync() =>
        string.Join(
            '\n',
            (await house.AskAsync(HttpMethod.Get, "/api/v1/grants?limit=200"))["items"]!
                .AsArray()
                .Select(grant => $"{grant!["id"]} {grant["userLogin"]} {grant["changedAt"]}")
        );
}
