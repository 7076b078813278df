using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Events;

/// <summary>Whether the list of events is as it was written (AU-5).</summary>
internal static class VerificationEndpoints
{
    private const string Verification = $"{NativeDialect.Root}/audit/verification";

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.AuditRead, Noun.AuditEvent)
            .MapGet(Verification, FindAsync)
            .As(
                "getVerification",
                "The last verification of the records: how far it is, and what it found.",
                tells: NativeJson.Wire.VerificationBody
            );
        native
            .Needs(Permission.AuditRead, Noun.AuditEvent)
            .MapPost(Verification, AskAsync)
            .As(
                "verifyRecords",
                "Has all records compared with their chain and with its signed heads. It begins within seconds; asked again meanwhile, it goes on.",
                tells: NativeJson.Wire.VerificationBody
            );
    }

    private static Task<NativeAnswer> FindAsync(NativeCaller caller, NativeInput given, AuditVerification verification, CancellationToken cancel) =>
        given.AnswerAsync(() => verification.FindAsync(caller.Caller, caller.Tenant, cancel), VerificationBody.Of, NativeJson.Wire.VerificationBody);

    private static Task<NativeAnswer> AskAsync(NativeCaller caller, NativeInput given, AuditVerification verification, CancellationToken cancel)
    {
        return given.ActAsync(() => verification.AskAsync(caller.Caller, caller.Tenant, cancel), _ => AskedAsync(), _ => AskedAsync());

        async Task<NativeAnswer> AskedAsync() =>
            (await verification.FindAsync(caller.Caller, caller.Tenant, cancel)).IsRefused(out var refusal, out var seen)
                ? refusal
                : NativeAnswer.Body(VerificationBody.Of(seen), NativeJson.Wire.VerificationBody);
    }
}

/// <param name="State"><c>never</c>, <c>waiting</c>, <c>underWay</c>, <c>sound</c> or <c>broken</c>.</param>
/// <param name="LookedAt">Records so far.</param>
/// <param name="OfRecords">As many as there were when it was asked for.</param>
/// <param name="VerifiedAt">Absent until it is done, as is all that follows.</param>
/// <param name="FirstAt">When the first record was received.</param>
/// <param name="Heads">Signed heads that the chain was compared with.</param>
/// <param name="Faults">The first of them.</param>
internal sealed record VerificationBody(
    string State,
    DateTimeOffset? AskedAt,
    long LookedAt,
    long OfRecords,
    DateTimeOffset? VerifiedAt,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt,
    int? Heads,
    long? FaultCount,
    IReadOnlyList<ChainFaultBody>? Faults
)
{
    public static VerificationBody Of(SeenVerification seen) =>
        new(
            StateOf(seen),
            seen.AskedAt,
            seen.LookedAt,
            seen.OfRecords,
            seen.Found?.At,
            seen.Found?.FirstAt,
            seen.Found?.LastAt,
            seen.Found?.Heads,
            seen.Found?.FaultCount,
            seen.Found?.Faults.Select(fault => new ChainFaultBody(EventIds.Text(fault.Sequence), fault.What)).ToList()
        );

    private static string StateOf(SeenVerification seen) =>
        seen.Found is { } found
            ? found.FaultCount == 0
                ? "sound"
                : "broken"
            : seen.AskedAt is null
                ? "never"
                : seen.LookedAt > 0
                    ? "underWay"
                    : "waiting";
}

/// <param name="Record">Its place in the chain.</param>
/// <param name="What">In plain words.</param>
internal sealed record ChainFaultBody(string Record, string What);
