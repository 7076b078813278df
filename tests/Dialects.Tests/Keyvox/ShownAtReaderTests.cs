using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Readers;
using Latchwork.Testing;
using Latchwork.Testing.Keyvox;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>5.3: what this wire has answered is shown to the reader at the front door, or to the panel of the cabinet.</summary>
public sealed class ShownAtReaderTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>, IAsyncLifetime
{
    private const string Reader = "reader-1";
    private const string Cabinet = "cabinet-1";
    private const string Green = "#00FF00";
    private const string Red = "#FF0000";
    private const string FrontDoor = "Front door";

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        var reader = await house.OneAsync<string>(
            $"select p.wire_id from reader r join public_id p on p.row_id = r.reader_id and p.kind = {(int)WireIdKind.ReaderUuid} where r.tenant_id = '{house.Tenant.Value}'"
        );
        var at = new WireId(WireIdKind.KeyvoxLock, await house.LockIdAsync(FrontDoor));
        var place = house.Server.Services.GetRequiredService<PlaceReader>();
        Assert.Null((await place.RunAsync(Caller.Server(house.Tenant), new WireId(WireIdKind.ReaderUuid, reader), at, cancel)).Error);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_QR_and_the_digits_that_createLockPin_answered_open_the_door_until_the_PIN_is_disabled()
    {
        var made = (await DoorPinAsync(FrontDoor)).Data!;
        var (qr, digits) = ((string)made["qrCode"]!, (string)made["pinCode"]!);
        var before = Openings;

        Assert.Equal(Green, await ShowAsync(CredentialKind.QrCode, qr));
        Assert.Equal(Green, await ShowAsync(CredentialKind.Passcode, digits));
        Assert.Equal(before + 2, Openings);
        Assert.Equal("0", (await house.CallAsync("disableLockPin", $$"""{"pinId":"{{made["pinId"]}}"}""")).Code);

        Assert.Equal(Red, await ShowAsync(CredentialKind.QrCode, qr));
        Assert.Equal(before + 2, Openings);
    }

    /// <summary>AZ-6.</summary>
    [Fact]
    public async Task AZ_6_A_QR_of_later_or_of_another_door_opens_nothing()
    {
        var later = (await DoorPinAsync(FrontDoor, TimeSpan.FromHours(1))).Data!;
        var elsewhere = (await DoorPinAsync("Back gate")).Data!;
        var before = Openings;

        Assert.Equal(Red, await ShowAsync(CredentialKind.QrCode, (string)later["qrCode"]!));
        Assert.Equal(Red, await ShowAsync(CredentialKind.QrCode, (string)elsewhere["qrCode"]!));
        Assert.Equal(before, Openings);
    }

    /// <summary>8: whichever way its number was written.</summary>
    [Fact]
    public async Task A_card_that_setCard_set_opens_the_door_until_it_is_disabled()
    {
        var door = await house.LockIdAsync(FrontDoor);
        var card = (await house.CallAsync("setCard", $$"""{"cardCode":"04:a1:b2:c3","lockId":"{{door}}"}""")).Data!["cardId"];
        var before = Openings;

        Assert.Equal(Green, await ShowAsync(CredentialKind.Card, "04A1B2C3"));
        Assert.Equal(Red, await ShowAsync(CredentialKind.Card, "04A1B2C4"));
        Assert.Equal(before + 1, Openings);
        Assert.Equal("0", (await house.CallAsync("disableCard", $$"""{"cardId":"{{card}}"}""")).Code);

        Assert.Equal(Red, await ShowAsync(CredentialKind.Card, "04A1B2C3"));
        Assert.Equal(before + 1, Openings);
    }

    /// <summary>Its history says by what: 2 is a card, and a QR is told as 9 by "API" (5.5).</summary>
    [Fact]
    public async Task The_history_tells_what_was_shown()
    {
        var door = await house.LockIdAsync(FrontDoor);
        var made = (await DoorPinAsync(FrontDoor)).Data!;
        await house.CallAsync("setCard", $$"""{"cardCode":"0811AA22","lockId":"{{door}}","targetName":"Ada"}""");
        Assert.Equal(Green, await ShowAsync(CredentialKind.QrCode, (string)made["qrCode"]!));
        Assert.Equal(Green, await ShowAsync(CredentialKind.Passcode, (string)made["pinCode"]!));
        Assert.Equal(Green, await ShowAsync(CredentialKind.Card, "0811AA22"));

        var history = (await house.CallAsync("getLockHistory", $$"""{"lockId":"{{door}}","records":3}""")).Data!["history"]!.AsArray();

        Assert.Equal(["2", "1", "9"], history.Select(told => (string)told!["etype"]!));
        Assert.Equal(["1", "1", "1"], history.Select(told => (string)told!["value"]!));
        Assert.Equal("API", (string?)history[2]!["userName"]);
        Assert.Equal([null, (string)made["pinCode"]!, null], history.Select(told => (string?)told!["pinCode"]));
    }

    [Fact]
    public async Task The_QR_that_createLockerPin_answered_opens_its_box_at_the_panel()
    {
        var now = TimeProvider.System.GetUtcNow();
        var body =
            $$"""{"deviceId":"{{await house.LockerIdAsync()}}","boxNum":"00-02","mode":"1","sTime":"{{SigningHandler.At(now)}}","eTime":"{{SigningHandler.At(now.AddHours(1))}}"}""";
        var made = (await house.CallAsync("createLockerPin", body)).Data!;

        var qr = new WorldControl.Present(Cabinet, CredentialKind.QrCode, (string)made["qrCode"]!);

        Do(qr);
        await Poll.UntilAsync(() => Look(Cabinet).Boxes[2].Openings == 1);
        await UntilRecordedAsync(AuditKind.BoxLeaseEnded, AuditOutcome.Done);
        Do(qr);
        await UntilRecordedAsync(AuditKind.PresentCredential, AuditOutcome.Refused);

        Assert.Equal([0, 0, 1, 0, 0, 0], Look(Cabinet).Boxes.Select(box => box.Openings));

        Task UntilRecordedAsync(AuditKind kind, AuditOutcome outcome) =>
            Poll.UntilAsync(async () =>
                await house.OneAsync<bool>(
                    $"""
                    select exists (select from audit_event e join locker k on k.tenant_id = e.tenant_id
                        where e.kind = {(int)kind} and e.outcome = {(int)outcome}
                        and (e.principal_id = k.device_id or e.kind = {(int)AuditKind.BoxLeaseEnded}) and k.tenant_id = '{house.Tenant.Value}')
                    """
                )
            );
    }

    private int Openings => Look("front-door").Motions.Unlock.Done;

    private async Task<KeyvoxReply> DoorPinAsync(string door, TimeSpan later = default)
    {
        var from = TimeProvider.System.GetUtcNow() + later;
        var body =
            $$"""{"lockId":"{{await house.LockIdAsync(door)}}","sTime":"{{SigningHandler.At(from)}}","eTime":"{{SigningHandler.At(from.AddHours(1))}}"}""";
        return await house.CallAsync("createLockPin", body);
    }

    /// <summary>Shows it, and waits for the light.</summary>
    private async Task<string?> ShowAsync(CredentialKind kind, string value)
    {
        await Poll.UntilAsync(() => Look(Reader).Shows is null);
        Do(new WorldControl.Present(Reader, kind, value));
        string? colour = null;
        await Poll.UntilAsync(() => (colour = Look(Reader).Shows) is not null);
        return colour;
    }

    private DeviceTruth Look(string address) => Do(new WorldControl.Look(address));

    private DeviceTruth Do(WorldControl control) => house.Server.Doors.Control(control).Value;
}
