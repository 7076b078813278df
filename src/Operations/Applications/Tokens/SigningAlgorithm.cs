using System.Security.Cryptography;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>A signature algorithm of RFC 7518 or 8037. A key has exactly one; a token's header is only compared with it (JW-11).</summary>
internal sealed class SigningAlgorithm
{
    public static SigningAlgorithm Rs256 { get; } = new("RS256", HashAlgorithmName.SHA256);
    public static SigningAlgorithm Rs384 { get; } = new("RS384", HashAlgorithmName.SHA384);
    public static SigningAlgorithm Rs512 { get; } = new("RS512", HashAlgorithmName.SHA512);
    public static SigningAlgorithm Ps256 { get; } = new("PS256", HashAlgorithmName.SHA256);
    public static SigningAlgorithm Es256 { get; } = new("ES256", HashAlgorithmName.SHA256);
    public static SigningAlgorithm Es384 { get; } = new("ES384", HashAlgorithmName.SHA384);
    public static SigningAlgorithm Es512 { get; } = new("ES512", HashAlgorithmName.SHA512);

    /// <summary>Of Ed25519 keys alone, so RFC 9864's name says the same. Its hash is its own business.</summary>
    public static SigningAlgorithm EdDsa { get; } = new("EdDSA", default, "Ed25519");

    private readonly string otherName;

    private SigningAlgorithm(string name, HashAlgorithmName hash, string? otherName = null) =>
        (Name, Hash, this.otherName) = (name, hash, otherName ?? name);

    /// <summary>As <c>alg</c> spells it.</summary>
    public string Name { get; }

    public HashAlgorithmName Hash { get; }

    /// <param name="alg">Of a token or a key; null: it says none.</param>
    public bool IsNamed(string? alg) => alg == Name || alg == otherName;

    public override string ToString() => Name;
}
