using Latchwork.Domain.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tests.Credentials;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

/// <summary>What guests are told of their stays, where the site tells guests (keyvox.md 11).</summary>
public sealed class StayNewsTests
{
    private const string Mail = "ada@example.com";
    private const string Phone = "+81 3-1234-5678";

    private readonly SettableClock clock = new();

    private DateTimeOffset Now => clock.GetUtcNow();

    [Fact]
    public async Task A_guest_is_told_when_booked_when_moved_and_when_cancelled()
    {
        await using var house = await HouseAsync();
        var stay = await BookAsync(
            house,
            new GuestFields
            {
                Name = "Ada",
                Email = Mail,
                Telephone = Phone,
            }
        );
        Assert.Equal(["stay-booked", "stay-booked"], await MessagesAsync(house));

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await house.ChangeAsync(stay, new() { EndsAt = StayTime.At(Now.AddHours(44)) })).Error);
        Assert.Equal(["stay-changed", "stay-changed"], (await MessagesAsync(house)).Skip(2));

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await house.CancelAsync(stay)).Error);
        Assert.Equal(["stay-cancelled", "stay-cancelled"], (await MessagesAsync(house)).Skip(4));
        Assert.Equal(3, await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.GuestTold));
    }

    [Fact]
    public async Task A_site_that_does_not_tell_guests_tells_none()
    {
        await using var house = await House.OpenAsync(clock);

        await BookAsync(house, new GuestFields { Name = "Ada", Email = Mail });

        Assert.Empty(await MessagesAsync(house));
    }

    /// <summary>Guests write their numbers as they like; one that can be called from anywhere is told.</summary>
    [Theory]
    [InlineData(null, "03-1234-5678", 0)]
    [InlineData(Mail, "03-1234-5678", 1)]
    [InlineData(Mail, null, 1)]
    [InlineData(null, Phone, 1)]
    [InlineData(null, null, 0)]
    public async Task A_guest_is_told_as_far_as_they_can_be_reached(string? email, string? telephone, int messages)
    {
        await using var house = await HouseAsync();

        await BookAsync(
            house,
            new GuestFields
            {
                Name = "Ada",
                Email = email,
                Telephone = telephone,
            }
        );

        Assert.Equal(messages, (await MessagesAsync(house)).Count);
    }

    [Fact]
    public async Task An_address_that_comes_later_is_told_then()
    {
        await using var house = await HouseAsync();
        var stay = await BookAsync(house, new GuestFields { Name = "Ada" });

        Assert.Null((await house.ChangeAsync(stay, new() { Contact = new GuestFields { Email = Mail } })).Error);

        Assert.Equal(["stay-changed"], await MessagesAsync(house));
    }

    /// <summary>Programs that keep bookings alike send the whole booking again and again.</summary>
    [Fact]
    public async Task What_is_as_it_was_is_not_told_again()
    {
        await using var house = await HouseAsync();
        var stay = await BookAsync(
            house,
            new GuestFields
            {
                Name = "Ada",
                Email = Mail,
                Telephone = Phone,
            }
        );

        Assert.Null(
            (
                await house.ChangeAsync(
                    stay,
                    new()
                    {
                        Contact = new GuestFields { Email = Mail, Telephone = Phone },
                    }
                )
            ).Error
        );

        Assert.Equal(["stay-booked", "stay-booked"], await MessagesAsync(house));
    }

    [Fact]
    public async Task A_guest_whose_digits_went_with_their_lock_is_told_the_new_ones()
    {
        await using var house = await HouseAsync();
        var room = await house.RoomAsync("101");
        var request = Rooms.Request(Now.AddHours(6), Now.AddHours(20), room) with
        {
            Contact = new GuestFields { Name = "Ada", Email = Mail },
        };
        Assert.Null((await house.TryBookAsync(request)).Error);
        var place = house.Get<PlaceLocks>();

        Assert.Null((await place.RunAsync(house.FrontDesk(), room, [], TestContext.Current.CancellationToken)).Error);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await place.RunAsync(house.FrontDesk(), room, [await house.AddKeypadAsync()], TestContext.Current.CancellationToken)).Error);

        Assert.Equal(["stay-booked", "stay-changed"], await MessagesAsync(house));
    }

    /// <summary>What is told is what is known: there is no code, and somebody else says how to get in.</summary>
    [Fact]
    public async Task A_guest_of_a_room_without_a_code_is_told_too()
    {
        await using var house = await HouseAsync();
        var request = Rooms.Request(Now.AddHours(6), Now.AddHours(20), await house.RoomAsync("103", locks: 0)) with
        {
            Contact = new GuestFields { Name = "Ada", Email = Mail },
        };

        var stay = Rooms.IdOf((await house.TryBookAsync(request)).Value);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await house.ChangeAsync(stay, new() { EndsAt = StayTime.At(Now.AddHours(44)) })).Error);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await house.CancelAsync(stay)).Error);

        Assert.Equal(["stay-booked", "stay-changed", "stay-cancelled"], await MessagesAsync(house));
    }

    [Fact]
    public async Task A_request_is_told_of_once_it_was_approved()
    {
        await using var house = await HouseAsync();
        var stay = await BookAsync(house, new GuestFields { Name = "Ada", Email = Mail }, isRequest: true);
        Assert.Empty(await MessagesAsync(house));

        Assert.Null(
            (await house.Get<DecideReservation>().RunAsync(house.FrontDesk(), stay, approve: true, TestContext.Current.CancellationToken)).Error
        );

        Assert.Equal(["stay-booked"], await MessagesAsync(house));
    }

    [Fact]
    public async Task Who_is_at_the_desk_is_not_written_to()
    {
        await using var house = await HouseAsync();
        var stay = await BookAsync(house, new GuestFields { Name = "Ada", Email = Mail });

        Assert.Null((await house.CheckInAsync(stay)).Error);
        Assert.Null((await house.CheckOutAsync(stay)).Error);

        Assert.Equal(["stay-booked"], await MessagesAsync(house));
    }

    private async Task<House> HouseAsync()
    {
        var house = await House.OpenAsync(clock);
        var changes = new SiteChanges { NotifiesGuests = true };
        Assert.Null(
            (await house.Get<ChangeSite>().RunAsync(house.FrontDesk(), await house.SiteAsync(), changes, TestContext.Current.CancellationToken)).Error
        );
        return house;
    }

    private async Task<WireId> BookAsync(House house, GuestFields guest, bool isRequest = false)
    {
        var request = Rooms.Request(Now.AddHours(6), Now.AddHours(20), await house.RoomAsync("101")) with { Contact = guest, IsRequest = isRequest };
        return Rooms.IdOf((await house.TryBookAsync(request)).Value);
    }

    private static async Task<IReadOnlyList<string>> MessagesAsync(House house) =>
        await house.AskAsync<string[]>("select coalesce(array_agg(template order by created_at, notification_id), '{}') from notification");
}
