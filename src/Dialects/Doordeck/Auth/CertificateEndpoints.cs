using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Dialects.Edge;
using Latchwork.Operations.Signing;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Auth;

/// <summary>Registration of phones' keys, and the second factor (7).</summary>
internal static class CertificateEndpoints
{
    public static void Map(DialectRoutes doordeck)
    {
        var counted = new CountedApart(RateClass.Renewals);
        doordeck.Own("register a signing key").WithMetadata(counted).MapPost("/auth/certificate", RegisterAsync);
        doordeck.Own("ask for a second factor").WithMetadata(counted).MapPost("/auth/certificate/verify", VerifyAsync);
        doordeck.Own("complete a second factor").WithMetadata(counted).MapPost("/auth/certificate/check", CheckAsync);
    }

    private static Task<DoordeckAnswer> RegisterAsync(
        DoordeckCaller caller,
        DoordeckInput given,
        RegisterSigningKey register,
        CancellationToken cancel
    )
    {
        var key = KeyOf(given);
        return given.AnswerAsync(() => register.RunAsync(caller.Caller, key, cancel), ChainBody.Of, DoordeckJson.Wire.ChainBody);
    }

    private static Task<DoordeckAnswer> VerifyAsync(DoordeckCaller caller, DoordeckInput given, RequestStepUp request, CancellationToken cancel)
    {
        var (key, method) = (KeyOf(given), MethodOf(given));
        return given.AnswerAsync(
            () => request.RunAsync(caller.Caller, key, method, cancel),
            sent => new StepUpBody(sent.ToString().ToUpperInvariant()),
            DoordeckJson.Wire.StepUpBody
        );
    }

    private static Task<DoordeckAnswer> CheckAsync(DoordeckCaller caller, DoordeckInput given, CompleteStepUp complete, CancellationToken cancel)
    {
        var signature = Binary(given, given.Body(DoordeckJson.Wire.CheckBody)?.VerificationSignature, "verificationSignature");
        return given.AnswerAsync(() => complete.RunAsync(caller.Caller, signature, cancel), ChainBody.Of, DoordeckJson.Wire.ChainBody);
    }

    private static byte[] KeyOf(DoordeckInput given) => Binary(given, given.Body(DoordeckJson.Wire.KeyBody)?.EphemeralKey, "ephemeralKey");

    public static byte[] Binary(DoordeckInput given, string? text, string name)
    {
        if (text is not null && StrictBase64.Decode(text) is { } bytes)
        {
            return bytes;
        }

        given.Refuse($"'{name}' must be base64.");
        return [];
    }

    private static StepUpMethod? MethodOf(DoordeckInput given)
    {
        switch (given.Text("method"))
        {
            case null:
                return null;
            case "EMAIL":
                return StepUpMethod.Email;
            case "SMS":
                return StepUpMethod.Sms;
            case "TELEPHONE":
                return StepUpMethod.Telephone;
            default:
                given.Refuse("'method' must be EMAIL, SMS or TELEPHONE.");
                return null;
        }
    }
}

/// <param name="EphemeralKey">Base64 of 32 raw bytes, or of the 44 around them (6).</param>
internal sealed record KeyBody(string EphemeralKey);

internal sealed record CheckBody(string VerificationSignature)
{
    public override string ToString() => nameof(CheckBody);
}

/// <summary>Clients fail without it: the documentation's 204 is not what they take (7).</summary>
internal sealed record StepUpBody(string Method);

/// <summary>Exactly these two members: one client refuses more (3).</summary>
internal sealed record ChainBody(IReadOnlyList<string> CertificateChain, string UserId)
{
    public static ChainBody Of(CertifiedChain certified) => new([.. certified.Chain.Select(der => Convert.ToBase64String(der))], certified.UserUuid);
}
