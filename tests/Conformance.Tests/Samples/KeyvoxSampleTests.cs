using System.Text.RegularExpressions;
using Latchwork.Testing;

namespace Latchwork.Conformance.Tests.Samples;

/// <summary>The programs of <c>samples/keyvox</c> run against a real server as they stand, so that nobody copies what does not work.</summary>
public sealed partial class KeyvoxSampleTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly string Folder = Path.Combine(TestPaths.Repository, "samples", "keyvox");

    private static readonly string SharpProgram = Path.Combine(TestPaths.Repository, "artifacts/bin/KeyvoxSample/release/Latchwork.KeyvoxSample.dll");

    private readonly KeyvoxDesk desk = new(demo);

    [Theory]
    [InlineData("bash", "curl/guest.sh")]
    [InlineData("node", "javascript/guest.mjs")]
    [InlineData("python3", "python/guest.py")]
    [InlineData("php", "php/guest.php")]
    [InlineData("javac", "Guest")]
    [InlineData("dotnet", "guest")]
    public async Task A_guest_has_a_code_on_the_lock_and_the_door_is_opened_until_the_code_is_disabled(string program, string what)
    {
        await InAnotherSecondAsync();
        var opened = await OpenedAsync();

        var told = await RunAsync(program, what, GuestStory());

        Assert.Equal((string)demo.Keyvox["lockId"]!, told.Groups["lock"].Value);
        Assert.Equal("opened by a program  API", told.Groups["event"].Captures[0].Value);
        Assert.Equal(opened + 1, await OpenedAsync());
        var pin = await desk.AskAsync("/v1/getLockPinStatus", $$"""{"pinId":"{{told.Groups["pin"].Value}}"}""");
        Assert.Contains((string)pin["status"]!, new[] { "12", "22", "32" });
    }

    [Theory]
    [InlineData("bash", "curl/stay.sh")]
    [InlineData("node", "javascript/stay.mjs")]
    [InlineData("python3", "python/stay.py")]
    [InlineData("php", "php/stay.php")]
    [InlineData("javac", "Stay")]
    [InlineData("dotnet", "stay")]
    public async Task A_room_is_booked_with_its_code_and_the_booking_cancelled(string program, string what)
    {
        await InAnotherSecondAsync();
        var told = await RunAsync(program, what, StayStory());

        var booking = await desk.AskAsync("/bacsorder/detail", $$"""{"orderId":"{{told.Groups["order"].Value}}"}""");
        Assert.Equal(((string)demo.Keyvox["unitId"]!, "C"), ((string)booking["unitId"]!, (string)booking["orderStateCode"]!));
        Assert.Equal("1", (string)booking["unitPinList"]![0]!["delFlag"]!);
    }

    /// <summary>
    /// HM-7: the same code or booking, asked for with the same key in the same second, is that of the program before, which has disabled or cancelled it.
    /// </summary>
    private static Task InAnotherSecondAsync() =>
        Task.Delay(
            TimeSpan.FromMilliseconds(1000 - TimeProvider.System.GetUtcNow().Millisecond),
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

    private async Task<Match> RunAsync(string program, string what, Regex story)
    {
        Assert.SkipUnless(SampleProgram.IsThere(program), $"{program} is not on this machine.");
        var told = program switch
        {
            "dotnet" => await SampleProgram.RunAsync(program, [SharpProgram, what], desk.Settings),
            "javac" => await RunJavaAsync(what),
            _ => await SampleProgram.RunAsync(program, [Path.Combine(Folder, what)], desk.Settings),
        };
        var match = story.Match(told);
        Assert.True(match.Success, told);
        return match;
    }

    private async Task<string> RunJavaAsync(string what)
    {
        var classes = TestPaths.Fresh("classes");
        string[] sources = Directory.GetFiles(Path.Combine(Folder, "java"), "*.java");
        await SampleProgram.RunAsync("javac", ["-Xlint:all", "-Werror", "-d", classes, .. sources]);
        return await SampleProgram.RunAsync("java", ["-cp", classes, what], desk.Settings);
    }

    private async Task<int> OpenedAsync() =>
        int.Parse(
            await demo.Server.AskDatabaseAsync("select count(*) from audit_event where kind = 1 and stage = 2 and outcome = 3"),
            System.Globalization.CultureInfo.InvariantCulture
        );

    [GeneratedRegex(
        """
            ^door Room 101, lock (?<lock>[0-9A-Z]{16})
            code (?<pin>[0-9a-f]{24}) made
            on its lock: (?<digits>[0-9]{6})
            opened
            (  [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}  (?<event>.+)
            ){1,5}disabled
            $
            """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex GuestStory();

    [GeneratedRegex(
        """
            ^booked (?<order>[0-9A-Z]{9}): Room 101
              code (?<digits>[0-9]{6})
            cancelled: 1
            $
            """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex StayStory();
}
