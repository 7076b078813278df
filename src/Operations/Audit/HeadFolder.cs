using System.Globalization;
using System.Text;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Audit;

/// <summary>
/// Signed heads in a folder: <c>YYYY-MM/TIME-SEQUENCE.jsonl</c>, one file a round of signing and one head a line, and
/// <c>KEYID.pub</c>, the 32 bytes of each public key in hexadecimal. Nothing is ever changed there; copy it to another machine as often as you like.
/// </summary>
public sealed class HeadFolder(string folder, TimeProvider clock) : IHeadSink
{
    internal const string KeyExtension = ".pub";
    internal const string HeadExtension = ".jsonl";

    public Task KeepAsync(IReadOnlyList<AuditHead> heads, byte[] publicKey, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var month = Directory.CreateDirectory(Path.Combine(folder, now.ToString("yyyy-MM", CultureInfo.InvariantCulture))).FullName;
        KeepKey(publicKey);
        var name = $"{now.ToString("yyyyMMdd'T'HHmmss'.'ffffff'Z'", CultureInfo.InvariantCulture)}-{SecretMaker.Hex(6)}{HeadExtension}";
        DurableFile.Write(Path.Combine(month, name), [.. heads.SelectMany(head => (byte[])[.. head.ToLine(), (byte)'\n'])], replace: false);
        return Task.CompletedTask;
    }

    private void KeepKey(byte[] publicKey)
    {
        var file = Path.Combine(folder, Convert.ToHexStringLower(AuditHead.IdOf(publicKey)) + KeyExtension);
        if (!File.Exists(file))
        {
            DurableFile.Write(file, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(publicKey) + "\n"), replace: true);
        }
    }
}
