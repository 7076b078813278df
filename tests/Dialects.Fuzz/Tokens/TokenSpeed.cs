using System.Diagnostics;
using System.Text;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;

namespace Latchwork.Dialects.Fuzz.Tokens;

/// <summary>What a right token costs, on one thread.</summary>
public sealed class TokenSpeed
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private readonly TokenRun run;
    private readonly BentToken token;
    private readonly byte[] content;
    private readonly byte[] signature;

    public TokenSpeed()
    {
        var seed = new Seed(1);
        run = new TokenRun(new Signer(seed, Now), new Signer(seed, Now), Guid.Parse(SecretMaker.Uuid4()), Now);
        var right = run.Sign("""{"type":"MUTATE_LOCK","locked":false}""", isStandard: false).Text;
        content = Encoding.ASCII.GetBytes(right[..right.LastIndexOf('.')]);
        token = new BentToken(Encoding.ASCII.GetBytes(right), right[..right.LastIndexOf('.')]);
        signature = System.Buffers.Text.Base64Url.DecodeFromChars(right.AsSpan(right.LastIndexOf('.') + 1));
    }

    public int TokenLength => token.Bytes.Length;

    /// <summary>All that the server does with a token: parts, JSON, certificates, signature, claims, operation.</summary>
    public bool Judge() => run.Judge(token).Fault is null;

    /// <summary>OpenSSL's check of the same signature over the same bytes, with a key that is ready.</summary>
    public bool VerifyAlone() => run.Victim.Certified.PublicKey.Verify(content, signature);

    public double MicrosecondsEach(Func<bool> act, TimeSpan time)
    {
        var (began, done) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            for (var i = 0; i < 100; i++, done++)
            {
                if (!act())
                {
                    throw new InvalidOperationException("A right token was refused.");
                }
            }
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / done;
    }
}
