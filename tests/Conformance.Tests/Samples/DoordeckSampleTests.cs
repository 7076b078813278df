using System.Text.RegularExpressions;
using Latchwork.Testing;

namespace Latchwork.Conformance.Tests.Samples;

/// <summary>
/// The programs of <c>samples/doordeck</c> against a real server as they stand. Each has one of its own, since a person's very first key alone needs no code.
/// </summary>
public sealed partial class DoordeckSampleTests
{
    private const int Runs = 3;

    private static readonly string Folder = Path.Combine(TestPaths.Repository, "samples", "doordeck");

    /// <summary>JW-10: the first key is registered at once, another one by the code of a mail, and one that is registered needs no other code.</summary>
    [Theory]
    [InlineData("bash", "curl/door.sh")]
    [InlineData("node", "javascript/door.mjs")]
    public async Task A_sample_opens_the_door_with_the_first_key_with_another_and_with_one_that_is_known(string program, string file)
    {
        Assert.SkipUnless(SampleProgram.IsThere(program), $"{program} is not on this machine.");
        await using var demo = new DemoServer();
        await demo.InitializeAsync();
        var kept = TestPaths.Fresh("key.pem");

        var first = await RunAsync(demo, program, file, key: "");
        var another = await RunAsync(demo, program, file, kept);
        var known = await RunAsync(demo, program, file, kept);

        Assert.Equal([false, true, false], new[] { first, another, known }.Select(told => told.Groups["proven"].Success));
        Assert.All([first, another, known], told => Assert.Equal(["DOOR_UNLOCK", "LOCK_REVOKED", "LOCK_SHARED"], Newest(told)));
        Assert.Equal($"{Runs} opened, {Runs} shared, {Runs} taken back", await ActsAsync(demo.Server, first.Groups["user"].Value));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept));

        // Two keys had a certificate: the operator ends both, and the program gets another one at its next start.
        Assert.Contains("Certificates ended: 2.", await OperatorAsync(demo, "authority", "rotate", "--revoke"), StringComparison.Ordinal);
        Assert.Matches("RETIRED", await OperatorAsync(demo, "authority", "list"));
        Assert.False((await RunAsync(demo, program, file, kept)).Groups["proven"].Success);
    }

    private static Task<string> OperatorAsync(DemoServer demo, params string[] words) =>
        SampleProgram.RunAsync(TestPaths.ProgramOf("Cli"), [.. words, "--data", demo.Server.DataFolder], ("DOTNET_ROOT", TestPaths.DotnetRoot));

    private static async Task<Match> RunAsync(DemoServer demo, string program, string file, string key)
    {
        var told = await SampleProgram.RunAsync(
            program,
            [Path.Combine(Folder, file)],
            ("DOORDECK_URL", demo.Url),
            ("DOORDECK_EMAIL", (string)demo.Doordeck["email"]!),
            ("DOORDECK_PASSWORD", (string)demo.Doordeck["password"]!),
            ("DOORDECK_LOCK", (string)demo.Doordeck["lockId"]!),
            ("DOORDECK_INVITEE", (string)demo.Doordeck["inviteeEmail"]!),
            ("DOORDECK_MAIL", (string)demo.Doordeck["mailFolder"]!),
            ("DOORDECK_KEY", key)
        );
        var match = Story().Match(told);
        Assert.True(match.Success, told);
        return match;
    }

    /// <summary>Of the trail that it printed, what it did itself; a door that locks again may come between.</summary>
    private static IEnumerable<string> Newest(Match told) =>
        told.Groups["type"].Captures.Select(type => type.Value).Where(type => type != "DOOR_LOCK").Take(3).Order(StringComparer.Ordinal);

    /// <summary>What really happened, by the audit.</summary>
    private static Task<string> ActsAsync(ServerProcess server, string user) =>
        server.AskDatabaseAsync(
            $"""
            select format('%s opened, %s shared, %s taken back',
                count(*) filter (where kind = 1 and stage = 2 and outcome = 3),
                count(*) filter (where kind = 90 and outcome = 3),
                count(*) filter (where kind = 92 and outcome = 3))
            from audit_event where principal_id = (select row_id from public_id where kind = 21 and wire_id = '{user}')
            """
        );

    [GeneratedRegex(
        """
            ^logged in
            (?<proven>proved the key by a code from a mail
            )?registered a key of (?<user>[0-9a-f-]{36})
            unlocked
            shared with (?<friend>[0-9a-f-]{36})
            taken back from \k<friend>
            (  [0-9].*  (?<type>[A-Z_]+)
            ){1,5}logged out
            $
            """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Story();
}
