using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Explanations;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Members;
using Latchwork.Operations.Tests.Credentials;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Tests.Reservations;
using Latchwork.Operations.Tests.Secrets;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Explanations;

/// <summary>Who could open a door then, though much was changed since.</summary>
public sealed class FindOpenersTests : IAsyncLifetime
{
    private static readonly string[] Guests = ["ada", "bo", "cy"];
    private static readonly WantedWeeklyHours Mornings = new("Europe/London", [new LocalWindow(WeekDays.All, 0, 720)], []);

    private readonly SettableClock clock = new();
    private House house = null!;
    private Caller desk = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        house = await House.OpenAsync(clock);
        desk = await house.DeskAsync();
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();

    /// <summary>At every instant what the decision would have said from the rows of that instant.</summary>
    [Fact]
    public async Task Grants_that_were_given_changed_frozen_and_revoked_are_the_openers_of_their_time()
    {
        var (door, id) = await house.DoorAsync();
        var number = await house.NumberAsync(door);
        foreach (var guest in Guests)
        {
            await house.PersonAsync(guest);
        }

        var truth = new List<(DateTimeOffset At, string Openers)>();
        var (draw, grants) = (new Seed(7), new Dictionary<string, WireId>());
        for (var n = 0; n < 60; n++)
        {
            await ChangeAsync(draw, number, grants);
            clock.Advance(TimeSpan.FromMinutes(draw.Next(600)));
            truth.Add((clock.GetUtcNow(), await DecidedAsync(door)));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.True(truth.Select(one => one.Openers).Distinct().Count() > 4);
        foreach (var (at, openers) in truth)
        {
            Assert.Equal((at, openers), (at, Told(await AllAsync(id, at), OpenerKind.Grant, one => one.User)));
        }
    }

    [Fact]
    public async Task A_member_who_was_removed_since_could_open_then()
    {
        var (_, id) = await house.DoorAsync();
        await house.Get<InviteMember>().RunAsync(house.FrontDesk(), house.Tenant, "cy@example.com", TenantRole.Owner, Cancel);
        await new Population(house.Node).PersonAsync(house.Tenant, "ada@example.com", People.Password, TenantRole.Operator, Cancel);
        var user = await house.UserUuidAsync(await house.LogInAsync("ada@example.com"));
        var operating = Later();
        Assert.Null((await house.Get<ChangeMemberRole>().RunAsync(house.FrontDesk(), house.Tenant, user, TenantRole.Auditor, Cancel)).Error);
        var auditing = Later();
        Assert.Null((await house.Get<RemoveMember>().RunAsync(house.FrontDesk(), house.Tenant, user, Cancel)).Error);

        // Whoever is only invited is none.
        Assert.Equal(
            ["Desk", "Guest"],
            (await AllAsync(id, operating)).Page.Items.Where(one => one.Kind == OpenerKind.Member).Select(one => one.Name).Order()
        );
        async Task<bool> OpensAsync(DateTimeOffset at) => (await AllAsync(id, at)).Page.Items.Any(one => one.UserId == user.Text);
        var opened = new List<bool>();
        foreach (var at in new[] { operating, auditing, Later() })
        {
            opened.Add(await OpensAsync(at));
        }

        Assert.Equal([true, false, false], opened);
    }

    [Fact]
    public async Task A_code_opens_in_its_window_and_one_that_was_revoked_since_opened_then()
    {
        var door = await house.AddKeypadAsync();
        var code = await house.AddPasscodeAsync(door, "918273", clock.GetUtcNow().AddDays(2));
        var id = await UuidOfAsync(door);
        var then = Later();
        var (during, after) = (await CodesAsync(id, then), await CodesAsync(id, then.AddDays(3)));
        await house.Get<RevokeCredential>().RunAsync(desk, CredentialKind.Passcode, code, null, needsLink: false, Cancel);

        Assert.Equal((1, 0), (during.Count, after.Count));
        Assert.Equal((OnLock.No, (DateTimeOffset?)then.AddMinutes(-10).AddDays(2)), (during[0].OnLock, during[0].Credential!.Window.EndsAt));
        Assert.Equal(during[0].Id, Assert.Single(await CodesAsync(id, then)).Id);
        Assert.Empty(await CodesAsync(id, Later()));
    }

    [Fact]
    public async Task What_stops_everybody_stood_then_too()
    {
        var (door, id) = await house.DoorAsync();
        var open = Later();
        await house.Get<FreezeLock>().RunAsync(house.FrontDesk(), id, frozen: true, Cancel);
        var frozen = Later();
        await house.Get<FreezeLock>().RunAsync(house.FrontDesk(), id, frozen: false, Cancel);
        await house.DoAsync("update link set is_online = false where link_id = $1", door.Value);

        Assert.Empty((await AllAsync(id, open)).Obstacles);
        Assert.Equal([Obstacle.Frozen], (await AllAsync(id, frozen)).Obstacles);
        Assert.Equal([Obstacle.Offline], (await AllAsync(id, null)).Obstacles);
        Assert.Empty((await AllAsync(id, open.AddYears(-1))).Page.Items);
    }

    [Fact]
    public async Task Another_tenants_lock_is_none_and_whoever_may_not_read_people_is_refused()
    {
        var (_, id) = await house.DoorAsync();
        var other = await house.AddTenantAsync("other");
        var page = PageRequest.ByPlace([], 10, counts: false);
        var auditor = house.FrontDesk() with
        {
            Standings = new Dictionary<TenantId, PermissionSet> { [house.Tenant] = PermissionSet.All.Without(Permission.PeopleRead) },
        };

        var find = house.Get<FindOpeners>();
        Assert.Equal(AccessErrorCode.NotFound, (await find.RunAsync(Caller.Server(other), other, id, null, page, Cancel)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotAllowed, (await find.RunAsync(auditor, house.Tenant, id, null, page, Cancel)).Error?.Code);
    }

    private async Task ChangeAsync(Seed draw, WireId door, Dictionary<string, WireId> grants)
    {
        var guest = draw.Pick(Guests);
        var window = new TimeWindow(null, draw.Next(2) == 0 ? null : clock.GetUtcNow().AddHours(1 + draw.Next(40)));
        if (!grants.TryGetValue(guest, out var grant))
        {
            grants[guest] = await house.GivenAsync(
                desk,
                door,
                guest,
                request => request with { Window = window, Hours = draw.Next(2) == 0 ? null : Mornings }
            );
            return;
        }

        switch (draw.Next(5))
        {
            case 0:
                await house.RevokeAsync(desk, grant);
                grants.Remove(guest);
                break;
            case 1:
                await house.ChangeAsync(desk, grant, new GrantEdit { Window = window });
                break;
            case 2:
                await house.ChangeAsync(desk, grant, new GrantEdit { CanUnlockRemotely = draw.Next(2) == 0 });
                break;
            default:
                await house.Get<FreezeGrant>().RunAsync(desk, grant, frozen: draw.Next(2) == 0, Cancel);
                break;
        }
    }

    private async Task<string> DecidedAsync(LockId door)
    {
        var grants = new List<AccessGrant>();
        await using var command = house.Owner.CreateCommand(
            $"select {GrantRow.Columns} from access_grant g where g.lock_id = '{door.Value}' and g.revoked_at is null"
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            grants.Add(GrantRow.ReadOptional(reader, 0)!);
        }

        var facts = new LockFacts { Capabilities = Capabilities.Unlock };
        return string.Join(
            ',',
            grants
                .Where(grant =>
                    AccessDecision.Refuse(
                        AccessAct.Unlock,
                        new AccessFacts
                        {
                            Lock = facts,
                            Grant = grant,
                            IsRemote = true,
                        },
                        clock.GetUtcNow()
                    )
                        is null
                )
                .Select(grant => grant.User.Value)
                .Order()
        );
    }

    private static string Told(DoorOpeners found, OpenerKind kind, Func<Opener, Guid?> row) =>
        string.Join(',', found.Page.Items.Where(one => one.Kind == kind).Select(row).Order());

    private DateTimeOffset Later()
    {
        clock.Advance(TimeSpan.FromMinutes(10));
        var at = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromMinutes(10));
        return at;
    }

    private async Task<List<Opener>> CodesAsync(WireId door, DateTimeOffset at) =>
        [.. (await AllAsync(door, at)).Page.Items.Where(one => one.Kind == OpenerKind.Credential)];

    /// <summary>Part by part, so that nobody is left out or told twice.</summary>
    private async Task<DoorOpeners> AllAsync(WireId door, DateTimeOffset? at)
    {
        var (items, place, found) = (new List<Opener>(), (IReadOnlyList<string>?)[], (DoorOpeners?)null);
        for (; place is not null; place = found.Page.Next)
        {
            found = (
                await house
                    .Get<FindOpeners>()
                    .RunAsync(house.FrontDesk(), house.Tenant, door, at, PageRequest.ByPlace(place, 2, counts: true), Cancel)
            ).Value;
            items.AddRange(found.Page.Items);
        }

        Assert.Equal(found!.Page.Total, items.Select(one => (one.Kind, one.Row)).Distinct().Count());
        return found with { Page = found.Page.With(items) };
    }

    private async Task<WireId> UuidOfAsync(WireId number) =>
        new(
            WireIdKind.LockUuid,
            await house.AskAsync<string>(
                "select u.wire_id from public_id n join public_id u on u.row_id = n.row_id and u.kind = $2 where n.kind = $1 and n.wire_id = $3",
                (short)number.Kind,
                (short)WireIdKind.LockUuid,
                number.Text
            )
        );
}
