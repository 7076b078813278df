using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Latchwork.Testing.ZWave;

namespace Latchwork.Testing.Keyvox;

/// <summary>HM-10: two programs that sign by the specification with cryptography of their own, send random requests, half or a third of them spoilt, and tell each answer
/// that they did not expect.</summary>
public enum DifferentialSigner
{
    /// <summary>Node's crypto.</summary>
    Node,

    /// <summary>The openssl command line, and curl.</summary>
    OpenSsl,
}

/// <param name="Text">What it printed: a line for each disagreement, and the numbers.</param>
public sealed record DifferentialReport(int Requests, int Accepted, int Disagreements, string Text)
{
    public override string ToString() => Text;
}

public static partial class DifferentialSigners
{
    private static string Folder => Path.Combine(TestPaths.Repository, "tests", "Testing", "Keyvox", "signers");

    /// <exception cref="FixtureMissingException">The program is not on this machine.</exception>
    /// <exception cref="InvalidOperationException">It did not come to its end.</exception>
    public static async Task<DifferentialReport> RunAsync(
        DifferentialSigner signer,
        Uri server,
        KeyvoxKey key,
        int count,
        int seed,
        CancellationToken cancel
    )
    {
        string[] words =
        [
            server.GetLeftPart(UriPartial.Authority),
            key.Key,
            key.Secret,
            count.ToString(CultureInfo.InvariantCulture),
            seed.ToString(CultureInfo.InvariantCulture),
        ];
        var start =
            signer == DifferentialSigner.Node
                ? NodePackages.Node([Path.Combine(Folder, "differential.mjs"), .. words])
                : new ProcessStartInfo("bash", [Path.Combine(Folder, "differential.sh"), .. words]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        using var running = NodePackages.Start(start);
        var (output, errors) = (running.StandardOutput.ReadToEndAsync(cancel), running.StandardError.ReadToEndAsync(cancel));
        try
        {
            await running.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            running.Kill(entireProcessTree: true);
            throw;
        }

        return ReportOf($"{await output}{await errors}".Trim());
    }

    private static DifferentialReport ReportOf(string text)
    {
        var numbers = LastLine().Match(text);
        return numbers.Success
            ? new DifferentialReport(NumberOf("requests"), NumberOf("accepted"), NumberOf("disagreements"), text)
            : throw new InvalidOperationException(text);

        int NumberOf(string word) => int.Parse(numbers.Groups[word].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(
        @"(?<requests>\d+) requests, (?<accepted>\d+) accepted, (?<disagreements>\d+) disagreements$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex LastLine();
}
