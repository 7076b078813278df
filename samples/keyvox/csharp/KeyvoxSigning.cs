using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KeyvoxSample;

/// <summary>All that there is to the signatures of the KEYVOX API.</summary>
internal static class KeyvoxSigning
{
    /// <summary>The headers that prove a request.</summary>
    /// <param name="path">As it is sent.</param>
    /// <param name="body">Its very bytes.</param>
    /// <param name="at">Now: clocks may differ a little.</param>
    public static IEnumerable<(string Name, string Value)> Sign(string key, string secret, string method, string path, byte[] body, DateTimeOffset at)
    {
        var date = at.ToString("R", CultureInfo.InvariantCulture);
        var digest = $"SHA-256={Convert.ToBase64String(SHA256.HashData(body))}";
        var text = $"date: {date}\n{method} {path} HTTP/1.1\ndigest: {digest}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
        return
        [
            ("date", date),
            ("digest", digest),
            ("x-target-host", "default.pms"),
            ("authorization", $"hmac username=\"{key}\", algorithm=\"hmac-sha256\", headers=\"date request-line digest\", signature=\"{signature}\""),
        ];
    }
}
