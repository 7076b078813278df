using System.Globalization;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Readers;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Readers;

/// <summary>The front door of a simulated house with a reader beside it, and the back gate without one.</summary>
internal sealed class Entrance : IAsyncDisposable
{
    public const string Reader = "reader-1";
    public const string Green = "#00FF00";
    public const string Red = "#FF0000";

    private Entrance(SimulatedHouse doors, WireId front, WireId back) => (Doors, Front, Back) = (doors, front, back);

    public SimulatedHouse Doors { get; }

    public House House => Doors.House;

    public WireId Front { get; }

    public WireId Back { get; }

    public int Openings => Opened(SimulatedHouse.FrontDoor);

    /// <param name="placed">The reader stands at the front door.</param>
    public static async Task<Entrance> BuildAsync(bool placed = true, TimeSpan? answerWithin = null)
    {
        var doors = await SimulatedHouse.BuildAsync(answerWithin);
        var house = doors.House;
        var entrance = new Entrance(doors, await house.LockAsync(SimulatedHouse.FrontDoor), await house.LockAsync(SimulatedHouse.BackGate));
        if (placed)
        {
            Assert.Null(await entrance.PlaceAsync(entrance.Front));
        }

        return entrance;
    }

    public int Opened(string address) => Doors.Do(new WorldControl.Look(address)).Motions.Unlock.Done;

    public async Task<Domain.AccessErrorCode?> PlaceAsync(WireId? at)
    {
        var reader = await WireIdAsync(WireIdKind.ReaderUuid, "select reader_id from reader");
        return (await House.First.Get<PlaceReader>().RunAsync(House.Desk, reader, at, TestContext.Current.CancellationToken)).Error?.Code;
    }

    public async Task<WireId> WireIdAsync(WireIdKind kind, string row)
    {
        var id = "";
        await Poll.UntilAsync(async () =>
            (id = await House.AskAsync($"select wire_id from public_id where kind = {(int)kind} and row_id = ({row})")).Length > 0
        );
        return new WireId(kind, id);
    }

    /// <summary>A passcode that is a QR too.</summary>
    public async Task<CreatedPasscode> GiveAsync(WireId at, string digits, TimeWindow window = default)
    {
        var request = new CreatePasscodeRequest
        {
            Locks = [at],
            Digits = House.Canary(digits),
            Name = "Guest",
            Window = window,
            HasQr = true,
        };
        return (await House.First.Get<CreatePasscode>().RunAsync(House.Desk, request, TestContext.Current.CancellationToken)).Value;
    }

    public void Show(CredentialKind kind, string value, TimeSpan? keptFor = null) =>
        Doors.Do(new WorldControl.Present(Reader, kind, value) { KeptFor = keptFor });

    /// <summary>Shows it, and waits for the light.</summary>
    public async Task<string?> ShowAsync(CredentialKind kind, string value, TimeSpan? keptFor = null)
    {
        await DarkAsync();
        Show(kind, value, keptFor);
        string? colour = null;
        await Poll.UntilAsync(() => (colour = Colour) is not null);
        return colour;
    }

    public Task<string?> ShowQrAsync(CreatedPasscode passcode) => ShowAsync(CredentialKind.QrCode, passcode.Token!.QrText);

    /// <summary>What was recorded of it, in the order of the chain.</summary>
    public Task<string> ToldAsync() =>
        House.AskAsync(
            $"select coalesce(string_agg(kind || ' ' || stage || ' ' || outcome, ', ' order by sequence), '') from audit_event where kind = {(int)AuditKind.PresentCredential} or kind = {(int)AuditKind.WrongCodeBurst}"
        );

    public async Task<string> ReasonAsync() =>
        await House.AskAsync("select convert_from(bytes, 'UTF8')::jsonb ->> 'reason' from audit_event where kind = 4 order by sequence desc limit 1");

    public static string Of(params (AuditStage Stage, AuditOutcome Outcome)[] acts) =>
        string.Join(
            ", ",
            acts.Select(act => string.Create(CultureInfo.InvariantCulture, $"{(int)AuditKind.PresentCredential} {(int)act.Stage} {(int)act.Outcome}"))
        );

    /// <summary>The light is out after two seconds.</summary>
    public Task DarkAsync() => Poll.UntilAsync(() => Colour is null);

    private string? Colour => Doors.Do(new WorldControl.Look(Reader)).Shows;

    public ValueTask DisposeAsync() => Doors.DisposeAsync();
}
