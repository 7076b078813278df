using System.Text.RegularExpressions;

namespace Latchwork.Architecture.Tests.Sources;

/// <summary>Words that may not stand in the tree. They are put together here, so that this file does not hold them.</summary>
public sealed partial class WordTests
{
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:", "XX" + "X:", "NotImplemented" + "Exception"];
    private static readonly string[] Forbidden = ["Thread" + ".Sleep(", "Ski" + "p = \"", "Ski" + "p=\""];

    /// <summary>Hosts that documents and samples may name: standards, the field's own sites, and names reserved for examples.</summary>
    private static readonly string[] KnownHosts =
    [
        "localhost",
        "127.0.0.1",
        "github.com",
        // The gateway whose wire short messages go out by; settings name another.
        "api.twilio.com",
        // The one audience that clients of the Doordeck wire know (doordeck.md 5.1).
        "api.doordeck.com",
        // What programs of the KEYVOX wire were written to call.
        "eco.blockchainlock.io",
        "api.keyvox.co",
        "dot.net",
        "nodejs.org",
        "opencollective.com",
        "www.patreon.com",
        "feross.org",
        "tidelift.com",
        "eslint.org",
        "www.w3.org",
        "www.rfc-editor.org",
        "json-schema.org",
        "schema.getpostman.com",
        "spec.openapis.org",
        "www.standardwebhooks.com",
        "owasp.org",
        "www.postgresql.org",
    ];

    [Fact]
    public void Nothing_is_left_unfinished() => Offenders.None(Lines().Where(line => Unfinished.Any(line.Text.Contains)));

    [Fact]
    public void No_thread_sleeps_and_no_test_is_left_out() =>
        Offenders.None(Lines().Where(line => line.File != "BannedSymbols.txt" && Forbidden.Any(line.Text.Contains)));

    /// <summary>SU-2. What looks random and stands where a key would is a key.</summary>
    [Fact]
    public void No_secret_stands_in_the_tree() =>
        Offenders.None(
            from line in Lines()
            where PemPrivateKey().IsMatch(line.Text) || KeyForms().Matches(line.Text).Any(match => LooksRandom(match.Value))
            select $"{line.File}:{line.Number}"
        );

    [Fact]
    public void No_file_names_a_path_of_one_machine() => Offenders.None(Lines().Where(line => MachinePath().IsMatch(line.Text)));

    [Fact]
    public void No_file_names_an_unknown_host() =>
        Offenders.None(
            from line in Lines()
            from match in Address().Matches(line.Text)
            let host = match.Groups["host"].Value.TrimEnd('.')
            where !KnownHosts.Contains(host, StringComparer.Ordinal) && !IsReserved(host)
            select line
        );

    /// <summary>RFC 2606, RFC 5737.</summary>
    private static bool IsReserved(string host) =>
        host.EndsWith("example.com", StringComparison.Ordinal)
        || host.EndsWith("example.org", StringComparison.Ordinal)
        || host.EndsWith(".example", StringComparison.Ordinal)
        || host.EndsWith(".test", StringComparison.Ordinal)
        || host.EndsWith(".invalid", StringComparison.Ordinal)
        || host.StartsWith("192.0.2.", StringComparison.Ordinal)
        || !host.Contains('.', StringComparison.Ordinal);

    /// <summary>Samples count up or repeat.</summary>
    private static bool LooksRandom(string text) => text.Distinct().Count() >= 16 && !text.Contains("0123456789", StringComparison.Ordinal);

    private static IEnumerable<(string File, int Number, string Text)> Lines() =>
        from file in SourceTree.Files()
        where file.Path != "tests/Architecture.Tests/Sources/WordTests.cs"
        from line in file.Lines.Index()
        select (file.Path, line.Index + 1, line.Item);

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*\\w", RegexOptions.None, 1000)]
    private static partial Regex PemPrivateKey();

    [GeneratedRegex("\\b(sk-|lw_)[0-9A-Za-z]{32}\\b|\\bAKIA[0-9A-Z]{16}\\b|\\bgh[pousr]_[0-9A-Za-z]{36}\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyForms();

    [GeneratedRegex("(^|[\\s\"'`(=:])/(home|Users|root|work|mnt|media)/[A-Za-z0-9_.]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();

    [GeneratedRegex("https?://(?<host>[A-Za-z0-9][A-Za-z0-9.-]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
