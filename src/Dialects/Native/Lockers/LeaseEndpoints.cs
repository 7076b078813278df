using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Notifications;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Lockers;

/// <summary>Who has a box, and with which code.</summary>
internal static class LeaseEndpoints
{
    private const string Lockers = $"{NativeDialect.Root}/lockers";
    private const string Lease = $"{NativeDialect.Root}/box-leases/{{id}}";

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.LockersRead, Noun.Locker)
            .MapGet($"{Lockers}/{{id}}/leases", LeasesAsync)
            .As(
                "listBoxLeases",
                "Who has a box of the cabinet, or had one.",
                tells: NativeJson.Wire.ListBodyLeaseBody,
                asks: [Asks.Page, Asks.Text("box", "Of the box with this number."), Asks.Flag("open", "Without those that have ended.")]
            );
        native
            .Needs(Permission.CredentialsWrite, Noun.Locker)
            .MapPost($"{Lockers}/{{id}}/leases", LeaseAsync)
            .As(
                "leaseBox",
                "Gives somebody a box for a time, with a code that opens it.",
                takes: NativeJson.Wire.NewLeaseBody,
                makes: NativeJson.Wire.LeasedBody
            );
        native
            .Needs(Permission.CredentialsWrite, Noun.Passcode)
            .MapDelete(Lease, EndAsync)
            .As("endBoxLease", "Ends a lease: its codes open nothing any more.", tells: NativeJson.Wire.MadeBody);
        native
            .Needs(Permission.CredentialsWrite, Noun.Passcode)
            .MapPatch(Lease, ChangeAsync)
            .As(
                "changeBoxLease",
                "Changes the digits, the time or the name of a lease. Digits and QR are told to who may see them, else the digits of this call alone.",
                takes: NativeJson.Wire.LeaseChangeBody,
                tells: NativeJson.Wire.LeasedBody
            );
        native
            .Needs(Permission.PinsReveal, Noun.Passcode)
            .MapPost($"{Lease}/reveal", RevealAsync)
            .As(
                "revealBoxLease",
                "Shows once more what opens the box; every time is in the audit.",
                tells: NativeJson.Wire.RevealedLeaseBody,
                stepUp: true
            );
        native
            .Needs(Permission.PinsReveal, Noun.Passcode)
            .MapPost($"{Lease}/send", SendAsync)
            .As(
                "sendBoxLease",
                "Sends what opens the box to its guest, or somebody else; every time is in the audit, as a reveal.",
                takes: NativeJson.Wire.SendLeaseBody,
                tells: NativeJson.Wire.MadeBody,
                stepUp: true
            );
    }

    private static Task<NativeAnswer> LeasesAsync(string id, NativeCaller caller, NativeInput given, LeaseQueries leases, CancellationToken cancel)
    {
        var (page, box, open) = (given.Page(), given.Text("box"), given.Flag("open") ?? false);
        var number = box is null ? default : BoxNumber.Parse(box);
        if (number.Error is { } invalid)
        {
            given.Refuse(invalid.Detail);
        }

        return given.AnswerAsync(
            () => leases.ListAsync(caller.Caller, LockerOf(id), box is null ? null : number.Value, open, page, cancel),
            seen => given.List(page, seen, LeaseBody.Of),
            NativeJson.Wire.ListBodyLeaseBody
        );
    }

    private static Task<NativeAnswer> LeaseAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        LeaseBox lease,
        RepeatedLease repeated,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewLeaseBody);
        return given.ActAsync(
            async () =>
                body!.ToRequest(LockerOf(id)) is { } request
                    ? await lease.RunAsync(caller.Caller, request, cancel)
                    : AccessError.Invalid("The box, the digits, the card or the name is of another form.", Noun.Box),
            made => Task.FromResult(Leased(made)),
            async former =>
            {
                var found = await repeated.RunAsync(caller.Caller, former.Made!.Value, new RepeatedGift(MadeLease: true), cancel);
                return found.IsRefused(out var refusal, out var lease) ? refusal : Leased(lease);
            }
        );
    }

    private static NativeAnswer Leased(LeasedBox lease) =>
        NativeAnswer.Created($"{NativeDialect.Root}/box-leases/{lease.Uuid}", LeasedBody.Of(lease), NativeJson.Wire.LeasedBody);

    private static Task<NativeAnswer> EndAsync(string id, NativeCaller caller, NativeInput given, EndLease end, CancellationToken cancel) =>
        given.ActAsync(() => end.RunAsync(caller.Caller, LeaseOf(id), cancel), id);

    private static Task<NativeAnswer> ChangeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeLease change,
        RepeatedLease repeated,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.LeaseChangeBody);
        var changes = new LeaseChanges();
        if (body is not null && body.Read().IsRefused(out var invalid, out changes!))
        {
            given.Refuse(invalid.Detail);
        }

        return given.ActAsync(
            () => change.RunAsync(caller.Caller, LeaseOf(id), changes, cancel),
            changed => Task.FromResult(Changed(changed)),
            async former =>
            {
                var found = await repeated.RunAsync(caller.Caller, former.Made!.Value, new RepeatedGift(Digits: changes.Digits), cancel);
                return found.IsRefused(out var refusal, out var lease) ? refusal : Changed(lease);
            }
        );
    }

    private static NativeAnswer Changed(LeasedBox lease) => NativeAnswer.Body(LeasedBody.Of(lease), NativeJson.Wire.LeasedBody);

    private static Task<NativeAnswer> RevealAsync(string id, NativeCaller caller, NativeInput given, RevealLease reveal, CancellationToken cancel) =>
        given.ActAsync(
            () => reveal.RunAsync(caller.Caller, LeaseOf(id), tell: null, cancel),
            shown => Task.FromResult(Revealed(RevealedLeaseBody.Of(shown))),
            _ => Task.FromResult(Revealed(new RevealedLeaseBody(id, null, null)))
        );

    private static NativeAnswer Revealed(RevealedLeaseBody body) => NativeAnswer.Body(body, NativeJson.Wire.RevealedLeaseBody);

    private static Task<NativeAnswer> SendAsync(string id, NativeCaller caller, NativeInput given, RevealLease reveal, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.SendLeaseBody);
        return given.ActAsync(
            async () =>
                GuestContact.Read(body!.Email, body.Telephone, body.Locale).IsRefused(out var invalid, out var contact)
                    ? invalid
                    : await reveal.RunAsync(caller.Caller, LeaseOf(id), contact, cancel),
            id
        );
    }

    private static WireId LockerOf(string id) => NativeInput.Id(WireIdKind.LockerUuid, id);

    private static WireId LeaseOf(string id) => NativeInput.Id(WireIdKind.BoxLeaseUuid, id);
}
