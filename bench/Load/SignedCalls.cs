using System.Globalization;
using System.Text;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Bench.Load;

/// <summary>Calls of the KEYVOX wire as bytes, each with a signature of its own, signed before the clock runs.</summary>
/// <param name="bodyOf">A caller's n-th; no two are alike, or one would be answered as the other's repetition (HM-7).</param>
internal sealed class SignedCalls(Uri server, KeyvoxKey key, string path, Func<int, int, string> bodyOf)
{
    private int from;

    /// <param name="each">How many calls every caller has; those of a second call go on behind the first's.</param>
    public List<Queue<byte[]>> Next(int callers, int each)
    {
        var first = from;
        from += each;
        return [.. Enumerable.Range(0, callers).AsParallel().AsOrdered().Select(caller => Of(caller, first, each))];
    }

    private Queue<byte[]> Of(int caller, int first, int each) => new(Enumerable.Range(first, each).Select(number => Bytes(bodyOf(caller, number))));

    private byte[] Bytes(string body)
    {
        using var request = key.Request(path, body, TimeProvider.System.GetUtcNow());
        var head = new StringBuilder($"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {values}\r\n");
        }

        return Encoding.UTF8.GetBytes(head.Append("\r\n").Append(body).ToString());
    }
}
