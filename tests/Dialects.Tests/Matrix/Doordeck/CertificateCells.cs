using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>7: one's own keys, for whoever is known.</summary>
internal sealed class CertificateCells : DoordeckCells
{
    private const string Register = "POST /auth/certificate";
    private const string RegisterAnother = "POST /auth/certificate of another";
    private const string Verify = "POST /auth/certificate/verify";
    private const string Check = "POST /auth/certificate/check";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. For(Known, Register, Yes),
        // A further key, though somebody else has it, takes a second factor.
        .. For(Known, RegisterAnother, "423"),
        // Nothing is under way.
        .. For(Known, Check, Unknown),
        .. For(Known, Verify, Yes),
    ];

    public override ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        ValueTask.FromResult<WireRequest?>(
            row.Route switch
            {
                Check => new(PathOf(row), """{"verificationSignature":"AAAA"}"""),
                RegisterAnother => new(PathOf(row), KeyOf(things, who == DoordeckOwner ? DoordeckManager : DoordeckOwner)),
                _ => new(PathOf(row), KeyOf(things, who)),
            }
        );

    private static string KeyOf(DoordeckThings things, Who who) => $$"""{"ephemeralKey":"{{things.PhoneOf(who).WireKey}}"}""";
}
