using System.Text.Json.Serialization;

namespace Latchwork.Operations.Applications;

/// <summary>A public RSA key to encrypt to (RFC 7517).</summary>
internal sealed record IdentityJwk(string Kty, string Use, string Kid, string Alg, string N, string E);

internal sealed record RsaThumbprint(string E, string Kty, string N);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IdentityJwk))]
[JsonSerializable(typeof(RsaThumbprint))]
internal sealed partial class IdentityJson : JsonSerializerContext;
