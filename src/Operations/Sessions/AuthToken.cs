using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Latchwork.Operations.Sessions;

/// <summary>
/// What a token of log-in says (doordeck.md 5.1): flat, since a client reads each claim as text. To this server the token is a secret like any other: what it
/// says is never read back.
/// </summary>
internal sealed record AuthTokenClaims(
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("aud")] string Audience,
    [property: JsonPropertyName("sub")] string Subject,
    [property: JsonPropertyName("sid")] string SessionId,
    [property: JsonPropertyName("session")] string Session,
    [property: JsonPropertyName("refresh")] bool IsRefresh,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("email_verified")] bool EmailVerified,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("exp")] long ExpiresAt,
    [property: JsonPropertyName("jti")] string TokenId
);

internal sealed record AuthTokenHeader(
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("typ")] string Type,
    [property: JsonPropertyName("kid")] string KeyId
);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuthTokenClaims))]
[JsonSerializable(typeof(AuthTokenHeader))]
internal sealed partial class AuthTokenJson : JsonSerializerContext;

internal static class AuthToken
{
    /// <summary>The one audience that its clients know.</summary>
    public const string Audience = "https://api.doordeck.com";

    /// <summary>Compact JWS, ES256.</summary>
    public static string Sign(AuthTokenKey key, AuthTokenClaims claims)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new AuthTokenHeader("ES256", "JWT", key.Id.ToString("N")),
            AuthTokenJson.Default.AuthTokenHeader
        );
        var body = JsonSerializer.SerializeToUtf8Bytes(claims, AuthTokenJson.Default.AuthTokenClaims);
        var input = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(body)}";
        var signature = key.Key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256);
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }
}
