using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using static Latchwork.Fleet.Tests.SimulatedHouse;

namespace Latchwork.Fleet.Tests.Credentials;

/// <summary>Cards from the server to a simulated reader and back.</summary>
public sealed class CardOperationTests
{
    /// <summary>DA 3C BC 66 in the field of the reader.</summary>
    private const string Number = "3661413478";
    private const string Shown = "DA3CBC66";
    private const string Other = "4328719365";

    [Fact]
    public async Task A_card_is_read_back_opens_the_door_and_is_gone_when_it_was_revoked()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var card = await EnrollAsync(at, await at.House.LockAsync(FrontDoor));
        await UntilAsync(at, card, view => view is { Status: EnrollmentStatus.Active, Evidence: EvidenceRung.ReadBack });
        Assert.Equal(Shown, at.Do(new WorldControl.Look(FrontDoor)).Cards[1]);

        Assert.Equal(BoltState.Unlocked, Present(at).Bolt);
        await UntilAsync(at, card, view => view.Evidence == EvidenceRung.UsedAtDoor);
        Assert.Equal(
            card.Credential.Value.ToString(),
            await at.House.AskAsync(
                $"select convert_from(bytes, 'UTF8')::jsonb ->> 'credential' from audit_event where kind = {(int)AuditKind.BoltMoved} limit 1"
            )
        );

        at.Do(new WorldControl.TurnBolt(FrontDoor, BoltState.Locked));
        Assert.Null((await RevokeAsync(at, card)).Error);
        await Poll.UntilAsync(async () => await LookAsync(at, card) is null);
        Assert.Empty(at.Do(new WorldControl.Look(FrontDoor)).Cards);
        Assert.Equal(BoltState.Locked, Present(at).Bolt);
        var again = await RevokeAsync(at, card);
        Assert.Equal((AccessErrorCode.NotFound, Noun.Card), (again.Error!.Code, again.Error.What));
    }

    [Fact]
    public async Task A_card_that_the_lock_has_in_the_window_is_taken_and_free_again_after_it()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        var noon = at.House.Clock.GetUtcNow() + TimeSpan.FromDays(3);
        await EnrollAsync(at, door, window: new TimeWindow(noon, noon + TimeSpan.FromDays(1)));

        var overlapping = await TryEnrollAsync(at, door, window: new TimeWindow(noon + TimeSpan.FromHours(23), null));
        Assert.Equal((AccessErrorCode.Taken, Noun.Card), (overlapping.Error!.Code, overlapping.Error.What));
        Assert.Null((await TryEnrollAsync(at, door, window: new TimeWindow(noon + TimeSpan.FromDays(1), null))).Error);
        Assert.Null((await at.House.TrySetAsync(door, Number)).Error);
    }

    [Fact]
    public async Task A_full_memory_takes_no_more_cards_and_still_takes_codes()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        await at.House.AskAsync("update smart_lock set card_slots = 1 where device_address = 'front-door'");
        await EnrollAsync(at, door);

        var full = (await TryEnrollAsync(at, door, Other)).Error!;
        Assert.Equal((AccessErrorCode.LimitReached, Noun.Card), (full.Code, full.What));
        Assert.Null((await at.House.TrySetAsync(door, "482916")).Error);
    }

    [Fact]
    public async Task A_lock_that_reads_no_cards_gets_none_and_no_lock_keeps_weekly_hours_of_one()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        Assert.Equal(AccessErrorCode.Unsupported, (await TryEnrollAsync(at, await at.House.LockAsync(BackGate))).Error!.Code);

        var request = Request(at, await at.House.LockAsync(FrontDoor)) with { Hours = [new LocalWindow(WeekDays.Monday, 480, 1080)] };
        var cyclic = await at.House.First.Get<EnrollCard>().RunAsync(at.House.Desk, request, CancellationToken.None);
        Assert.Equal(AccessErrorCode.Unsupported, cyclic.Error!.Code);
    }

    [Fact]
    public async Task A_new_period_reaches_the_lock_and_a_new_name_does_not()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var card = await EnrollAsync(at, await at.House.LockAsync(FrontDoor));
        await UntilAsync(at, card, view => view.Evidence == EvidenceRung.ReadBack);

        Assert.Null((await ChangeAsync(at, card, new() { Name = "Anna" })).Error);
        var named = (await LookAsync(at, card))!;
        Assert.Equal(("Anna", EvidenceRung.ReadBack), (named.Name, named.Evidence));

        var tomorrow = at.House.Clock.GetUtcNow() + TimeSpan.FromDays(1);
        Assert.Null((await ChangeAsync(at, card, new() { Window = new TimeWindow(tomorrow, null) })).Error);
        await UntilAsync(at, card, view => view is { Status: EnrollmentStatus.Active, Evidence: EvidenceRung.ReadBack });
        Assert.Equal(BoltState.Locked, Present(at).Bolt);
    }

    [Fact]
    public async Task Clearing_takes_the_cards_of_one_lock_and_nothing_else()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var (front, office) = (await at.House.LockAsync(FrontDoor), await at.House.LockAsync("office"));
        var both = await EnrollAsync(at, front, locks: office);
        await EnrollAsync(at, front, Other);
        var pin = await at.House.SetAsync(front, "482916");
        await Poll.UntilAsync(() => Task.FromResult(at.Do(new WorldControl.Look(FrontDoor)).Cards.Count == 2));
        await at.House.UntilReadBackAsync(pin);

        var push = at.House.First.Get<PushCredential>();
        var cleared = await push.ClearAsync(at.House.Desk, CredentialKind.Card, front, TimeSpan.FromSeconds(14), CancellationToken.None);

        Assert.Null(cleared.Error);
        Assert.Empty(at.Do(new WorldControl.Look(FrontDoor)).Cards);
        Assert.Single(at.Codes(FrontDoor));
        Assert.Equal("1", await at.House.AskAsync("select count(*) from enrollment where kind = 2 and desired_present and gone_at is null"));
        Assert.Equal("1", await at.House.AskAsync("select count(*) from credential where kind = 2 and revoked_at is null"));
        Assert.NotNull(await LookAsync(at, both with { Enrollments = [both.Enrollments[1]] }));
    }

    [Fact]
    public async Task A_push_that_the_lock_did_not_take_is_revoked()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        Assert.Null((await PushAsync(at, door, Other)).Error);
        at.Break(FrontDoor, new DeviceFaults { RefuseNext = true });

        var refused = await PushAsync(at, door, Number);

        Assert.Equal(AccessErrorCode.DeviceRefused, refused.Error!.Code);
        Assert.Single(at.Do(new WorldControl.Look(FrontDoor)).Cards);
        Assert.Equal("1", await at.House.AskAsync("select count(*) from credential where kind = 2 and revoked_at is not null"));
    }

    [Fact]
    public async Task The_id_of_a_passcode_is_no_card()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), "482916");

        var id = House.IdOf(pin);
        var revoked = await at
            .House.First.Get<RevokeCredential>()
            .RunAsync(at.House.Desk, CredentialKind.Card, id, null, needsLink: false, CancellationToken.None);
        Assert.Equal((AccessErrorCode.NotFound, Noun.Card), (revoked.Error!.Code, revoked.Error.What));
        Assert.NotNull(await at.House.LookAsync(pin));
    }

    /// <summary>KR-3.</summary>
    [Fact]
    public async Task Numbers_are_listed_with_one_record_an_hour_for_each_kind()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        await EnrollAsync(at, door);
        await at.House.TrySetAsync(door, "482916");
        for (var i = 0; i < 2; i++)
        {
            var card = Assert.Single((await ListAsync(at, door, CredentialKind.Card, Number)).Value.Items);
            Assert.Equal(Number, card.CardNumber!.Value.Reveal());
            Assert.Single((await ListAsync(at, door, CredentialKind.Passcode, "482916")).Value.Items);
        }

        Assert.Equal("2", await at.House.AskAsync($"select count(*) from audit_event where kind = {(int)AuditKind.CredentialRevealed}"));
    }

    private static Task<Outcome<PageOf<CredentialView>>> ListAsync(SimulatedHouse at, WireId door, CredentialKind kind, string search) =>
        at
            .House.First.Get<CredentialQueries>()
            .OnLockWithValuesAsync(at.House.Desk, kind, door, new(new PageRequest(1, 20)) { Search = search }, CancellationToken.None);

    private static DeviceTruth Present(SimulatedHouse at) => at.Do(new WorldControl.Present(FrontDoor, CredentialKind.Card, Shown));

    private static EnrollCardRequest Request(SimulatedHouse at, WireId door, string number = Number) =>
        new(Canary(at, number)) { Locks = [door], Name = "Guest" };

    private static CardNumber Canary(SimulatedHouse at, string number)
    {
        at.House.Canary(number);
        return CardNumber.Parse(number).Value;
    }

    private static async Task<CreatedCredential> EnrollAsync(
        SimulatedHouse at,
        WireId door,
        string number = Number,
        TimeWindow window = default,
        params IReadOnlyList<WireId> locks
    )
    {
        var enrolled = await TryEnrollAsync(at, door, number, window, locks);
        Assert.Null(enrolled.Error);
        return enrolled.Value;
    }

    private static Task<Outcome<CreatedCredential>> TryEnrollAsync(
        SimulatedHouse at,
        WireId door,
        string number = Number,
        TimeWindow window = default,
        params IReadOnlyList<WireId> locks
    ) =>
        at
            .House.First.Get<EnrollCard>()
            .RunAsync(at.House.Desk, Request(at, door, number) with { Window = window, Locks = [door, .. locks] }, CancellationToken.None);

    private static Task<Outcome<CreatedCredential>> PushAsync(SimulatedHouse at, WireId door, string number) =>
        at.House.First.Get<PushCredential>().EnrollAsync(at.House.Desk, Request(at, door, number), TimeSpan.FromSeconds(14), CancellationToken.None);

    private static WireId IdOf(CreatedCredential card) => WireId.Number(WireIdKind.EnrollmentNumber, card.Enrollments[0].Number);

    private static Task<Outcome<RevokedCredentials>> RevokeAsync(SimulatedHouse at, CreatedCredential card) =>
        at
            .House.First.Get<RevokeCredential>()
            .RunAsync(at.House.Desk, CredentialKind.Card, IdOf(card), null, needsLink: false, CancellationToken.None);

    private static Task<Outcome<ChangedCredential>> ChangeAsync(SimulatedHouse at, CreatedCredential card, CredentialChanges changes) =>
        at.House.First.Get<ChangeCredential>().RunAsync(at.House.Desk, CredentialKind.Card, IdOf(card), null, changes, CancellationToken.None);

    private static async Task<CredentialView?> LookAsync(SimulatedHouse at, CreatedCredential card)
    {
        var seen = await at.House.First.Get<CredentialQueries>().OneAsync(at.House.Desk, CredentialKind.Card, IdOf(card), CancellationToken.None);
        return seen.Error is null ? seen.Value : null;
    }

    private static Task UntilAsync(SimulatedHouse at, CreatedCredential card, Func<CredentialView, bool> holds)
    {
        CredentialView? seen = null;
        return Poll.UntilAsync(
            async () => (seen = await LookAsync(at, card)) is { } view && holds(view),
            null,
            () => seen is null ? "It is gone." : $"{seen.Status}, {seen.Evidence}, {seen.Trouble}: {seen.Verdict}"
        );
    }
}
