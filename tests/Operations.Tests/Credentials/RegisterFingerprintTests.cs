using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Xunit;

namespace Latchwork.Operations.Tests.Credentials;

public sealed class RegisterFingerprintTests
{
    /// <summary>More than 32 bits, as a telephone's number of one can have.</summary>
    private const string Number = "81923724582912";

    [Fact]
    public async Task What_a_telephone_enrolled_is_noted_and_never_called_proven()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddReaderAsync(slots: 0);

        var finger = (await RegisterAsync(house, door, Number)).Value;

        var view = (await LookAsync(house, finger)).Value;
        Assert.Equal((EnrollmentPath.Phone, EnrollmentStatus.Active, EvidenceRung.None), (view.Path, view.Status, view.Evidence));
        Assert.Equal(Readiness.AtRisk, view.Verdict.Readiness);
        Assert.Equal((AccessErrorCode.Taken, Noun.Fingerprint), Told(await RegisterAsync(house, door, Number)));
        Assert.Null((await RevokeAsync(house, finger, needsLink: false)).Error);
        Assert.Equal((AccessErrorCode.NotFound, Noun.Fingerprint), Told(await LookAsync(house, finger)));
    }

    [Fact]
    public async Task Nothing_brings_a_finger_to_a_lock_or_takes_one_whose_slot_is_not_known()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddReaderAsync(slots: 0);
        Assert.Equal((AccessErrorCode.Unsupported, Noun.Lock), Told(await RegisterAsync(house, door, Number, needsLink: true)));
        var finger = (await RegisterAsync(house, door, Number)).Value;

        Assert.Equal((AccessErrorCode.Unsupported, Noun.Lock), Told(await RevokeAsync(house, finger, needsLink: true)));
        Assert.Equal((AccessErrorCode.Unsupported, Noun.Lock), Told(await RegisterAsync(house, await house.AddKeypadAsync(), Number)));
        Assert.Null((await LookAsync(house, finger)).Error);
    }

    [Fact]
    public async Task Where_the_lock_says_how_many_it_keeps_the_number_is_a_slot_and_its_use_is_this_ones()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddReaderAsync(slots: 5);
        var finger = (await RegisterAsync(house, door, "3")).Value;

        var link = new LinkKey(house.Tenant, new LinkId(await house.AskAsync<Guid>("select link_id from smart_lock where link_id is not null")));
        await house.DoAsync(
            "insert into device (tenant_id, device_id, link_id, address, kind, name, model, mac, is_online, changed_at, created_at) select tenant_id, lock_id, link_id, 'door', 1, 'Door', 'D', '', true, created_at, created_at from smart_lock where link_id = $1",
            link.Link.Value
        );
        await house.DoAsync("update smart_lock set device_id = lock_id where link_id = $1", link.Link.Value);
        var opened = new DeviceReport.BoltMoved("door", BoltState.Unlocked, MotionCause.Credential, CredentialKind.Fingerprint, 3);
        await house.Get<RecordReport>().RunAsync(new HeardReport(link, opened, Epoch: 0));

        Assert.Equal(EvidenceRung.UsedAtDoor, (await LookAsync(house, finger)).Value.Evidence);
        Assert.Equal((AccessErrorCode.Invalid, Noun.Fingerprint), Told(await RegisterAsync(house, door, "6")));
        Assert.Equal((AccessErrorCode.Taken, Noun.Fingerprint), Told(await RegisterAsync(house, door, "3", startsIn: TimeSpan.FromDays(1))));
    }

    [Fact]
    public async Task A_finger_whose_slot_is_known_is_taken_out_over_the_link()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddReaderAsync(slots: 5);
        var finger = (await RegisterAsync(house, door, "3")).Value;

        Assert.Null((await RevokeAsync(house, finger, needsLink: true)).Error);

        var link = new LinkKey(house.Tenant, new LinkId(await house.AskAsync<Guid>("select link_id from smart_lock where link_id is not null")));
        var due = Assert.Single(await house.Get<EnrollmentStore>().LoadAsync(new DueQuery([link], [], []), house.Clock.Now(), default));
        var step = due.Row.Rules.Step(due.Row.Plan.State!, new EnrollmentEvent.Asked(due.Row.Desired), house.Clock.Now(), new Seed(1));
        var send = Assert.Single(step.Wishes.OfType<EnrollmentWish.Send>());
        Assert.Equal((CredentialKind.Fingerprint, 3, FlightKind.Clear), (due.Row.Kind, send.Slot, send.Flight.Kind));
        Assert.Equal(EnrollmentStatus.Deleting, (await LookAsync(house, finger)).Value.Status);
    }

    private static Task<Outcome<CreatedCredential>> RegisterAsync(
        House house,
        WireId door,
        string number,
        bool needsLink = false,
        TimeSpan? startsIn = null
    ) =>
        house
            .Get<RegisterFingerprint>()
            .RunAsync(
                Caller.Server(house.Tenant),
                new RegisterFingerprintRequest(door, FingerprintNumber.Parse(number).Value)
                {
                    NeedsLink = needsLink,
                    Window = new(startsIn is null ? null : house.Clock.Now() + startsIn, null),
                },
                CancellationToken.None
            );

    private static Task<Outcome<CredentialView>> LookAsync(House house, CreatedCredential finger) =>
        house.Get<CredentialQueries>().OneAsync(Caller.Server(house.Tenant), CredentialKind.Fingerprint, IdOf(finger), CancellationToken.None);

    private static Task<Outcome<RevokedCredentials>> RevokeAsync(House house, CreatedCredential finger, bool needsLink) =>
        house
            .Get<RevokeCredential>()
            .RunAsync(Caller.Server(house.Tenant), CredentialKind.Fingerprint, IdOf(finger), null, needsLink, CancellationToken.None);

    private static WireId IdOf(CreatedCredential finger) => WireId.Number(WireIdKind.EnrollmentNumber, finger.Enrollments[0].Number);

    private static (AccessErrorCode, Noun)? Told<T>(Outcome<T> outcome) => outcome.Error is { } error ? (error.Code, error.What) : null;
}
