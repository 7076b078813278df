using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Doordeck;
using Latchwork.Operations.Secrets;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Sends requests as a client library writes them, down to the order of members and to labels of bodies that are not there (14).</summary>
/// <param name="phone">Who asks, and their key.</param>
internal sealed class SdkClient(HttpClient http, DoordeckPhone phone, string userAgent)
{
    public const string Json = "application/json";

    public DoordeckPhone Phone => phone;

    /// <param name="label">The content type, also of a body that is not there.</param>
    /// <param name="bearer">Instead of the phone's own; empty for none.</param>
    public async Task<(int Status, string? Type, JsonNode? Body)> SendAsync(
        string verb,
        string target,
        string accept,
        string? label = null,
        string? body = null,
        string? bearer = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), target);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        if (bearer != "")
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer ?? phone.AuthToken}");
        }

        if (label is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? ""));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(label);
        }

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var type = answer.Content.Headers.ContentType?.ToString();
        var (status, read) = await DoordeckHouse.ReadAsync(answer);
        return (status, type, read);
    }

    /// <summary>A success, and its body.</summary>
    public async Task<JsonNode> ReadAsync(string verb, string target, string accept, string? label = null, string? body = null)
    {
        var (status, _, read) = await SendAsync(verb, target, accept, label, body);
        Assert.True(status == 200 && read is not null, $"{verb} {target}: {status} {read?.ToJsonString()}");
        return read!;
    }

    /// <param name="header">The text of the header, and</param>
    /// <param name="operation">of the operation, whose claims are written in the order of both libraries.</param>
    /// <param name="encode">Of each of the three parts.</param>
    public string Sign(string smartLock, string header, string operation, Func<byte[], string> encode)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims =
            $$"""{"iss":"{{phone.UserId}}","sub":"{{smartLock}}","nbf":{{now}},"iat":{{now}},"exp":{{now + 60}},"jti":"{{SecretMaker.Uuid4()}}","operation":{{operation}}}""";
        var input = $"{encode(Encoding.UTF8.GetBytes(header))}.{encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{encode(phone.SignBytes(Encoding.ASCII.GetBytes(input)))}";
    }

    public string Chain => $"[{string.Join(',', phone.Chain.Select(certificate => $"\"{certificate}\""))}]";

    /// <summary>What both libraries take of a registration: exactly two members, and a leaf that is not renewed at once, which is so below seven days.</summary>
    public static void IsChain(JsonNode registered)
    {
        Assert.Equal(["certificateChain", "userId"], registered.AsObject().Select(member => member.Key));
        var der = Convert.FromBase64String((string)registered["certificateChain"]![0]!);
        using var leaf = X509CertificateLoader.LoadCertificate(der);
        Assert.True(leaf.NotAfter > TimeProvider.System.GetLocalNow().DateTime.AddDays(7));
        IsUserId((string)registered["userId"]!);
    }

    /// <summary>One library knows a user's id by its version, 1 to 5, and does nothing for others (1).</summary>
    public static void IsUserId(string id) => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);

    /// <summary>Another library takes nothing but RSA.</summary>
    public static void IsPersonWithKey(JsonNode found)
    {
        IsUserId((string)found["id"]!);
        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String((string)found["publicKey"]!), out _);
    }
}
