using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Xunit;

namespace Latchwork.Operations.Tests.Credentials;

/// <summary>§4.1 and §18 of the Sifely wire, on a real database.</summary>
public sealed class IssueOfflinePasscodeTests
{
    [Fact]
    public async Task The_same_request_again_gives_the_next_code_until_there_is_none()
    {
        await using var house = await House.OpenAsync();
        var door = await ShedAsync(house);
        var digits = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 7; i++)
        {
            var issued = (await IssueAsync(house, door, OfflineKind.OneTime)).Value;
            Assert.Equal(9, issued.Digits.Length);
            Assert.True(digits.Add(issued.Digits.Reveal()));
        }

        Assert.Equal(AccessErrorCode.Exhausted, (await IssueAsync(house, door, OfflineKind.OneTime)).Error?.Code);
        Assert.Null((await IssueAsync(house, door, OfflineKind.OneTime, from: house.Clock.GetUtcNow().AddHours(1))).Error);
    }

    [Fact]
    public async Task A_code_that_was_revoked_is_not_given_out_again()
    {
        await using var house = await House.OpenAsync();
        var door = await ShedAsync(house);
        await IssueAsync(house, door, OfflineKind.Permanent);
        var week = TimeSpan.FromDays(7);
        var issued = (await IssueAsync(house, door, OfflineKind.Period, lasts: week)).Value;

        await house.Get<RevokePasscode>().RunAsync(Caller.Server(house.Tenant), IdOf(issued), null, needsLink: false, default);

        Assert.Equal(AccessErrorCode.Exhausted, (await IssueAsync(house, door, OfflineKind.Period, lasts: week)).Error?.Code);
    }

    [Fact]
    public async Task What_is_recorded_is_what_the_lock_keeps()
    {
        await using var house = await House.OpenAsync();
        var door = await ShedAsync(house);
        var now = house.Clock.GetUtcNow();
        var hour = OfflineRequest.FloorToHour(now);

        var period = (await IssueAsync(house, door, OfflineKind.Period, lasts: TimeSpan.FromHours(3))).Value;
        Assert.Equal(new TimeWindow(hour, hour.AddHours(3)), period.Window);
        Assert.Equal(new TimeWindow(hour, null), (await IssueAsync(house, door, OfflineKind.Permanent)).Value.Window);
        var view = (await house.Get<PasscodeQueries>().OneAsync(Caller.Server(house.Tenant), IdOf(period), default)).Value;
        Assert.Equal((CredentialOrigin.OfflineScheme, 3, EnrollmentStatus.Active), (view.Origin, view.WireType, view.Status));
        Assert.Equal((EvidenceRung.None, Readiness.AtRisk), (view.Evidence, view.Verdict.Readiness));
        Assert.Equal(3, (int)OfflineKind.Period);
    }

    [Fact]
    public async Task A_code_of_ones_own_that_an_offline_code_has_is_taken()
    {
        await using var house = await House.OpenAsync();
        var door = await ShedAsync(house);
        var issued = (await IssueAsync(house, door, OfflineKind.Permanent)).Value;
        var request = new CreatePasscodeRequest { Locks = [door], Digits = issued.Digits };

        Assert.Equal(
            (AccessErrorCode.Taken, Noun.Passcode),
            await house.Get<CreatePasscode>().RunAsync(Caller.Server(house.Tenant), request, default) is { Error: { } error }
                ? (error.Code, error.What)
                : default
        );
    }

    [Fact]
    public async Task An_offline_code_that_somebody_chose_before_is_skipped()
    {
        await using var house = await House.OpenAsync();
        var door = await ShedAsync(house);
        var (first, second) = (
            (await IssueAsync(house, door, OfflineKind.Permanent)).Value,
            (await IssueAsync(house, door, OfflineKind.Permanent)).Value
        );
        await house.DoAsync("delete from enrollment");
        await house
            .Get<CreatePasscode>()
            .RunAsync(Caller.Server(house.Tenant), new CreatePasscodeRequest { Locks = [door], Digits = first.Digits }, default);

        Assert.Equal(second.Digits, (await IssueAsync(house, door, OfflineKind.Permanent)).Value.Digits);
    }

    [Fact]
    public async Task An_offline_code_is_renamed_and_nothing_else()
    {
        await using var house = await House.OpenAsync();
        var by = Caller.Server(house.Tenant);
        var issued = (await IssueAsync(house, await ShedAsync(house), OfflineKind.Permanent)).Value;
        var change = house.Get<ChangePasscode>();
        var digits = new PasscodeChanges { Digits = PinDigits.Parse("730158").Value };

        Assert.Null((await change.RunAsync(by, IdOf(issued), null, new PasscodeChanges { Name = "Ann" }, default)).Error);
        var refused = (await change.RunAsync(by, IdOf(issued), null, digits, default)).Error;
        Assert.Equal((AccessErrorCode.Conflict, Noun.Passcode), (refused!.Code, refused.What));
        await house.DoAsync("update enrollment set used_at = now()");
        Assert.Equal(AccessErrorCode.Unsupported, (await change.RunAsync(by, IdOf(issued), null, digits, default)).Error?.Code);
    }

    [Fact]
    public async Task A_lock_that_works_out_no_codes_and_a_window_that_no_code_can_say_are_refused()
    {
        await using var house = await House.OpenAsync();

        var keypad = await house.AddKeypadAsync();
        var refused = (await IssueAsync(house, keypad, OfflineKind.Permanent)).Error;
        Assert.Equal((AccessErrorCode.Unsupported, Noun.Lock), (refused!.Code, refused.What));
        var days = await IssueAsync(house, await ShedAsync(house), OfflineKind.Period, lasts: TimeSpan.FromHours(101));
        Assert.Equal(AccessErrorCode.Unsupported, days.Error?.Code);
    }

    [Fact]
    public async Task Where_the_tenant_limits_first_uses_the_codes_are_shorter()
    {
        await using var house = await House.OpenAsync();
        var door = await ShedAsync(house);
        Assert.Equal(TimeSpan.FromHours(24), LengthOf((await IssueAsync(house, door, OfflineKind.OneTime)).Value));

        await house.DoAsync("update tenant set first_use_limits = true");

        Assert.Equal(TimeSpan.FromHours(6), LengthOf((await IssueAsync(house, door, OfflineKind.OneTime)).Value));
        Assert.Equal(AccessErrorCode.Unsupported, (await IssueAsync(house, door, OfflineKind.Permanent)).Error?.Code);
    }

    /// <summary>Revoking one never ends another: the next code carries it in only when no other is anybody's.</summary>
    [Fact]
    public async Task The_next_code_carries_a_revocation_to_a_lock_without_a_link_when_it_ends_nobody_elses()
    {
        await using var house = await House.OpenAsync();
        var door = await ShedAsync(house);
        var (ann, ben) = ((await IssueAsync(house, door, OfflineKind.Permanent)).Value, (await IssueAsync(house, door, OfflineKind.Permanent)).Value);

        await RevokeAsync(house, ann);
        Assert.Null((await IssueAsync(house, door, OfflineKind.OneTime)).Error);
        Assert.Equal(0, await EpochAsync(house));
        await house.DoAsync("update enrollment set gone_at = now() where upper(valid) is not null");

        await RevokeAsync(house, ben);
        var next = (await IssueAsync(house, door, OfflineKind.Permanent)).Value;
        Assert.Equal(1, await EpochAsync(house));
        Assert.Equal(1, await house.AskAsync<int>("select offline_epoch from enrollment where enrollment_id = $1", next.Enrollment.Value));

        await RevokeAsync(house, next);
        await IssueAsync(house, door, OfflineKind.Permanent);
        Assert.Equal(1, await EpochAsync(house));
    }

    [Fact]
    public async Task KR_2_The_secret_is_made_once_and_stored_sealed()
    {
        await using var house = await House.OpenAsync();
        var door = await ShedAsync(house);
        await IssueAsync(house, door, OfflineKind.Permanent);
        var made = await SealedAsync(house);
        await IssueAsync(house, door, OfflineKind.Permanent);

        Assert.Equal(made, await SealedAsync(house));
        Assert.True(made.Length > OfflineSecret.Size);
    }

    [Fact]
    public async Task AZ_3_A_lock_out_of_sight_is_not_found()
    {
        await using var house = await House.OpenAsync();
        var door = await ShedAsync(house);
        var stranger = Caller.Server(await house.AddTenantAsync("annex"));
        var request = new OfflinePasscodeRequest
        {
            Lock = door,
            Kind = OfflineKind.Permanent,
            StartsAt = house.Clock.GetUtcNow(),
        };

        Assert.Equal(AccessErrorCode.NotFound, (await house.Get<IssueOfflinePasscode>().RunAsync(stranger, request, default)).Error?.Code);
    }

    private static TimeSpan LengthOf(IssuedOfflinePasscode issued) => issued.Window.EndsAt!.Value - issued.Window.StartsAt!.Value;

    private static WireId IdOf(IssuedOfflinePasscode issued) => WireId.Number(WireIdKind.EnrollmentNumber, issued.Number);

    private static Task<int> EpochAsync(House house) => house.AskAsync<int>("select max(offline_epoch) from smart_lock");

    private static Task<byte[]> SealedAsync(House house) =>
        house.AskAsync<byte[]>("select offline_secret_sealed from smart_lock where offline_secret_sealed is not null");

    private static async Task RevokeAsync(House house, IssuedOfflinePasscode issued) =>
        Assert.Null((await house.Get<RevokePasscode>().RunAsync(Caller.Server(house.Tenant), IdOf(issued), null, needsLink: false, default)).Error);

    private static Task<Outcome<IssuedOfflinePasscode>> IssueAsync(
        House house,
        WireId door,
        OfflineKind kind,
        DateTimeOffset? from = null,
        TimeSpan? lasts = null
    )
    {
        var start = from ?? house.Clock.GetUtcNow();
        var request = new OfflinePasscodeRequest
        {
            Lock = door,
            Kind = kind,
            StartsAt = start,
            EndsAt = start + lasts,
        };
        return house.Get<IssueOfflinePasscode>().RunAsync(Caller.Server(house.Tenant), request, CancellationToken.None);
    }

    /// <summary>A lock that nothing connects with the server.</summary>
    private static async Task<WireId> ShedAsync(House house)
    {
        var can = Capabilities.Passcodes | Capabilities.OfflineCodes;
        var shed = await house.Get<AddLock>().RunAsync(Caller.Server(house.Tenant), house.Tenant, house.Founded.Site, "Shed", can, default);
        return new WireId(
            WireIdKind.LockNumber,
            await house.AskAsync<string>(
                "select wire_id from public_id where row_id = $1 and kind = $2",
                shed.Value.Value,
                (short)WireIdKind.LockNumber
            )
        );
    }
}
