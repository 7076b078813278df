using Latchwork.Dialects.Keyvox.Locks;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Lockers;

/// <summary>PINs of boxes (7.4 to 7.6). A PIN of a box is a lease of it: they begin, move and end together.</summary>
internal static class BoxPinEndpoints
{
    private const int LongestName = 200;

    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.CredentialsWrite, Noun.Locker).MapPost("/v1/createLockerPin", CreateAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Passcode).MapPost("/v1/changeLockerPin", ChangeAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Passcode).MapPost("/v1/disableLockerPin", DisableAsync);
    }

    private static Task<KeyvoxAnswer> CreateAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        LeaseBox lease,
        RepeatedLease repeated,
        PinWords words,
        CancellationToken cancel
    )
    {
        var (request, isNumber) = RequestOf(given);
        return given.ActAsync(
            async () => isNumber ? await lease.RunAsync(caller.Caller, request, cancel) : AccessError.NotFound(Noun.Box),
            made => Task.FromResult(Shown(made, words)),
            async row =>
                (await repeated.RunAsync(caller.Caller, row, new RepeatedGift(MadeLease: true, request.Digits), cancel)).IsRefused(
                    out var gone,
                    out var made
                )
                    ? gone
                    : Shown(made, words)
        );
    }

    private static KeyvoxAnswer Shown(LeasedBox made, PinWords words) =>
        KeyvoxAnswer.Data(
            BodyOf(made) with
            {
                BoxNum = $"{made.Number}",
                ShortQrUrl = words.LinkOf(made.Passcode?.Token),
            },
            KeyvoxJson.Wire.BoxPinBody
        );

    private static BoxPinBody BodyOf(LeasedBox made) =>
        new(made.Passcode?.KeyvoxId ?? "", made.Passcode?.Digits?.Reveal() ?? "", made.Passcode?.Token?.QrText ?? "");

    /// <summary>A mode of 0 is that of the whole period, and the box may be left to us where it may be reassigned (7.4).</summary>
    private static (LeaseBoxRequest Request, bool IsNumber) RequestOf(KeyvoxInput given)
    {
        var reassigns = given.Flag("reassign") == true;
        var text = reassigns ? given.Text("boxNum") : given.Needed("boxNum");
        var number = text is null ? default : BoxNumber.Parse(text);
        var request = new LeaseBoxRequest
        {
            Locker = LockerEndpoints.DeviceOf(given),
            Number = text is null || number.Error is not null ? null : number.Value,
            Size = text is null ? LockerEndpoints.SizeOf(given) : null,
            Reassigns = reassigns,
            Kind = given.OneOf("mode", "0", "1", "2") == "1" ? BoxLeaseKind.OneOpening : BoxLeaseKind.Rental,
            StartsAt = given.NeededInstant("sTime"),
            EndsAt = given.NeededInstant("eTime"),
            IsInUseNow = (given.Flag("checkin") ?? given.Flag("checkIn")) == true,
            Digits = PinEndpoints.DigitsOf(given, "pinCode"),
            Name = given.Text("targetName", LongestName),
            Tell = KeyMessages.ContactOf(given),
        };
        return (request, text is null || number.Error is null);
    }

    /// <summary>Unlike that of a door it tells of the PIN (7.5). A disabled one can no longer be changed, as that of a door.</summary>
    private static Task<KeyvoxAnswer> ChangeAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        ChangeLease change,
        RepeatedLease repeated,
        CancellationToken cancel
    )
    {
        var id = given.NeededId("pinId", WireIdKind.KeyvoxCredential);
        var changes = new LeaseChanges(
            PinEndpoints.DigitsOf(given, "pinCode"),
            given.Instant("sTime"),
            given.Instant("eTime"),
            given.Text("targetName", LongestName)
        );
        return given.ActAsync(
            async () => PinEndpoints.NotNowOf(await change.RunAsync(caller.Caller, id, changes, cancel)),
            made => Task.FromResult(Told(made)),
            async row =>
                (await repeated.RunAsync(caller.Caller, row, new RepeatedGift(Digits: changes.Digits), cancel)).IsRefused(out var gone, out var made)
                    ? gone
                    : Told(made)
        );

        static KeyvoxAnswer Told(LeasedBox made) => KeyvoxAnswer.Data(BodyOf(made), KeyvoxJson.Wire.BoxPinBody);
    }

    /// <summary>Once more on a disabled PIN is success, as at doors (6.5).</summary>
    private static Task<KeyvoxAnswer> DisableAsync(KeyvoxCaller caller, KeyvoxInput given, EndLease end, CancellationToken cancel)
    {
        var id = given.NeededId("pinId", WireIdKind.KeyvoxCredential);
        return given.ActAsync(async () => PinEndpoints.DoneOf(await end.RunAsync(caller.Caller, id, cancel)));
    }
}
