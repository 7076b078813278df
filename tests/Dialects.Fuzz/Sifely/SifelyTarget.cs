using System.Globalization;
using System.Text.Json.Nodes;

namespace Latchwork.Dialects.Fuzz.Sifely;

/// <summary>A running server of the Sifely wire, and what a client of it knows.</summary>
/// <param name="Routes">As they are mapped, with their verbs.</param>
/// <param name="Key">Sent with half of the requests.</param>
/// <param name="Locks">Numbers of locks of the key's account.</param>
public sealed record SifelyTarget(Uri Address, IReadOnlyList<FuzzRoute> Routes, string Key, IReadOnlyList<long> Locks)
{
    /// <summary>Numbers of things that are there, by the parameter that names them: a request with one comes as far as a client's does.</summary>
    public IReadOnlyDictionary<string, long> Known { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    public override string ToString() => $"{Address}";

    /// <summary>The same with things of its own to name: an ekey, a group, codes and a gateway.</summary>
    public async Task<SifelyTarget> WithThingsAsync(CancellationToken cancel = default)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (path, member) in Things)
        {
            var target = new Uri(path + string.Create(CultureInfo.InvariantCulture, $"&lockId={Locks[0]}"), UriKind.Relative);
            using var request = new HttpRequestMessage(HttpMethod.Post, target);
            request.Headers.TryAddWithoutValidation("Authorization", Key);
            using var answer = await http.SendAsync(request, cancel);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel))!;
            known[member] = (long?)(body[member] ?? body["list"]?[0]?[member]) ?? throw new InvalidOperationException($"{path}: {body}");
        }

        return this with
        {
            Known = known,
        };
    }

    private static readonly (string Path, string Member)[] Things =
    [
        ("/v3/group/add?name=Fuzz", "groupId"),
        ("/v3/keyboardPwd/add?keyboardPwd=482915&keyboardPwdType=2&addType=1", "keyboardPwdId"),
        ("/v3/identityCard/add?cardNumber=3661413478&cardName=Card&startDate=0&endDate=0&addType=1", "cardId"),
        ("/v3/key/send?receiverUsername=fuzz@example.com&keyName=Guest&startDate=0&endDate=0&createUser=1", "keyId"),
        ("/v3/gateway/list?pageNo=1", "gatewayId"),
    ];
}
