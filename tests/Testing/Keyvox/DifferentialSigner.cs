using System.Diagnostics;
using System.Globalization;
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

public static class DifferentialSigners
{
    private static string Folder => Path.Combine(TestPaths.Repository, "tests", "Testing", "Keyvox", "signers");

    /// <returns>Its last line, such as <c>300 requests, 204 accepted, 0 disagreements</c>; before it a line for each disagreement.</returns>
    /// <exception cref="FixtureMissingException">The program is not on this machine.</exception>
    public static async Task<string> RunAsync(DifferentialSigner signer, Uri server, KeyvoxKey key, int count, int seed, CancellationToken cancel)
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

        return $"{await output}{await errors}".Trim();
    }
}
