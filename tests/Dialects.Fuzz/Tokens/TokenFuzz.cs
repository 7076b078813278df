using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Doordeck.Signed;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Signing;

namespace Latchwork.Dialects.Fuzz.Tokens;

/// <summary>What became of bent tokens.</summary>
/// <param name="Verified">How many came as far as the signature.</param>
/// <param name="Accepted">Tokens that say something else than what was signed, and were taken all the same.</param>
/// <param name="Broken">Exceptions, each with what repeats it.</param>
public sealed record TokenFuzzReport(
    ulong Seed,
    long Tokens,
    long Verified,
    IReadOnlyDictionary<ProofFault, long> Faults,
    IReadOnlyList<string> Accepted,
    IReadOnlyList<string> Broken
)
{
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"seed {Seed}: {Tokens:N0} tokens, {Verified:N0} to the signature, {Faults.Count} reasons, {Accepted.Count} accepted, {Broken.Count} exceptions"
        );
}

/// <summary>
/// Signed operations bent by a seed, in process: the bytes of a right token, its JSON under its old signature, and another person's right signature over what
/// the first one would have to sign (JW-12). Nothing but the very request that was signed is ever taken.
/// </summary>
public static class TokenFuzz
{
    private const int MostTold = 20;

    /// <summary>To sign costs as much as much of the rest.</summary>
    private const int BendsEach = 32;

    private static readonly string[] Operations =
    [
        """{"type":"MUTATE_LOCK","locked":false}""",
        """{"type":"MUTATE_LOCK","locked":true,"duration":null}""",
        """{"type":"ADD_USER","user":"7b210c5e-2e1d-4a8b-9d83-5ad2f7f0a111","publicKey":"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A","role":"USER","start":null,"end":1795338181}""",
        """{"type":"BATCH_ADD_USER","users":[{"user":"7b210c5e-2e1d-4a8b-9d83-5ad2f7f0a111","publicKey":"MIIB","role":"ADMIN","start":null,"end":null}]}""",
        """{"type":"REMOVE_USER","users":["7b210c5e-2e1d-4a8b-9d83-5ad2f7f0a111"]}""",
        """{"type":"MUTATE_SETTING","unlockDuration":7.0,"unlockBetween":null}""",
        """{"type":"MUTATE_SETTING","unlockBetween":{"start":"08:00","end":"18:00","timezone":"Europe/London","days":["MONDAY"],"exceptions":["2026-12-25"]}}""",
    ];

    /// <param name="tokens">How many; fewer where it is cancelled.</param>
    public static TokenFuzzReport Run(ulong seed, long tokens, CancellationToken cancel)
    {
        var now = new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
        var chances = new Seed(seed);
        var run = new TokenRun(new Signer(chances, now), new Signer(chances, now), Guid.Parse(SecretMaker.Uuid4()), now);
        var faults = new Dictionary<ProofFault, long>();
        var (accepted, broken) = (new List<string>(), new List<string>());
        var (made, verified, right) = (0L, 0L, default(RightToken));
        for (; made < tokens && !cancel.IsCancellationRequested; made++)
        {
            right = made % BendsEach == 0 ? run.Sign(Operations[chances.Next(Operations.Length)], isStandard: chances.Next(2) == 0) : right;
            var bent = TokenBender.Bend(run, right, chances);
            try
            {
                var judged = run.Judge(bent);
                verified += judged.IsVerified ? 1 : 0;
                if (judged.Fault is { } fault)
                {
                    faults[fault] = faults.GetValueOrDefault(fault) + 1;
                }
                else if (!judged.IsOriginal)
                {
                    Tell(accepted, bent.Text);
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is what is looked for.
            catch (Exception surprise)
#pragma warning restore CA1031
            {
                Tell(broken, $"{surprise.GetType().Name}: {surprise.Message}: {bent.Text}");
            }
        }

        return new TokenFuzzReport(seed, made, verified, faults, accepted, broken);
    }

    private static void Tell(List<string> told, string what)
    {
        if (told.Count < MostTold)
        {
            told.Add(what);
        }
    }
}

/// <summary>A token as it is sent, and what was really signed.</summary>
/// <param name="Content">The first two parts of the right token that it was bent from.</param>
internal readonly record struct BentToken(byte[] Bytes, string Content)
{
    public string Text => Encoding.Latin1.GetString(Bytes);
}

/// <summary>Two people, one lock: what the first one signed is bent, and the second would like to pass for the first.</summary>
internal sealed record TokenRun(Signer Victim, Signer Attacker, Guid Lock, DateTimeOffset Now)
{
    public RightToken Sign(string operation, bool isStandard)
    {
        var claims = Victim.Claims(Lock, operation, Now);
        return new RightToken(Victim.Sign(claims, isStandard), claims, isStandard);
    }

    /// <summary>As the server judges, in the order of 8.4, but for what needs a database.</summary>
    public (ProofFault? Fault, bool IsVerified, bool IsOriginal) Judge(BentToken bent)
    {
        var (malformed, token) = SignedToken.Parse(bent.Bytes);
        if (token is null)
        {
            return (malformed, false, false);
        }

        var key = KeyOf(token);
        var proof = key is null ? ProofFault.UnknownCertificate : key.Refuse(token.Message, Victim.User, Now);
        if (proof is { } unproven)
        {
            return (unproven, unproven == ProofFault.WrongSignature, false);
        }

        var isMotion = OperationReader.TypeOf(token.Claims) == SignedOperations.MutateLock;
        var (wrong, claims) = SignedClaims.Read(token.Claims, Victim.Uuid, Lock, isMotion, Now);
        var isOriginal = Encoding.Latin1.GetString(token.Message.Content.Span) == bent.Content;
        _ = wrong is null ? claims.RequestKey(token.ContentHash) : null;
        return (wrong ?? OperationReader.Read(token.Claims).Fault, true, isOriginal);
    }

    /// <summary>By the hash of the certificate, as the server finds it.</summary>
    private CertifiedKey? KeyOf(SignedToken token) =>
        keys.TryGetValue(Convert.ToBase64String(SHA256.HashData(token.Message.Chain[0])), out var key) ? key : null;

    private readonly Dictionary<string, CertifiedKey> keys = new[] { Victim.Certified, Attacker.Certified }.ToDictionary(
        key => Convert.ToBase64String(key.LeafHash),
        StringComparer.Ordinal
    );
}
