using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

/// <summary>What is kept of guests, and who sees what of their stays.</summary>
public sealed class GuestTests
{
    private static readonly GuestFields Guest = new()
    {
        Name = "Ada Lovelace",
        Telephone = "+44 20 7946 0123",
        Email = "Ada@Example.com",
        Address = "12 St James's Square",
        DocumentNumber = "XR-778899",
    };

    private readonly SettableClock clock = new();

    private DateTimeOffset Now => clock.GetUtcNow();

    [Theory]
    [InlineData("lovel", 1)]
    [InlineData("+442079460123", 1)]
    [InlineData("0044 20 7946-0123", 1)]
    [InlineData("ada@example.com", 1)]
    [InlineData("7946", 0)]
    [InlineData("%", 0)]
    public async Task A_guest_is_found_by_part_of_the_name_or_all_of_the_number(string search, int found)
    {
        await using var house = await House.OpenAsync(clock);
        await BookAsync(house);

        var page = await ListAsync(house, new(new PageRequest(1, 10)) { Search = search });

        Assert.Equal(found, page.Total);
    }

    [Fact]
    public async Task A_window_keeps_the_stays_that_overlap_it()
    {
        await using var house = await House.OpenAsync(clock);
        await BookAsync(house);

        Assert.Equal(1, (await ListAsync(house, new(new PageRequest(1, 10)) { From = Now.AddHours(10), Until = Now.AddHours(11) })).Total);
        Assert.Equal(0, (await ListAsync(house, new(new PageRequest(1, 10)) { From = Now.AddHours(20) })).Total);
        Assert.Equal(0, (await ListAsync(house, new(new PageRequest(1, 10)) { Until = Now.AddHours(6) })).Total);
        Assert.Equal(0, (await ListAsync(house, new(new PageRequest(1, 10)) { IsAssigned = false })).Total);
    }

    /// <summary>KR-2.</summary>
    [Fact]
    public async Task Contact_fields_stand_nowhere_in_clear()
    {
        await using var house = await House.OpenAsync(clock);
        await BookAsync(house);

        var rows = await house.AskAsync<string>("select string_agg(p::text, ' ') from person p");
        var audit = await house.AskAsync<string>("select string_agg(encode(bytes, 'escape'), ' ') from audit_event");

        Assert.All(["7946", "example.com", "James", "778899"], part => Assert.DoesNotContain(part, rows, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("Lovelace", audit, StringComparison.Ordinal);
    }

    /// <summary>KR-3.</summary>
    [Fact]
    public async Task Digits_are_shown_to_who_may_see_them_and_that_is_recorded_once_an_hour_a_lock()
    {
        await using var house = await House.OpenAsync(clock);
        var stay = await BookAsync(house, locks: 2);
        var reader = house.With(Permission.ReservationsRead);

        Assert.Null(Assert.Single((await FindAsync(house, reader, stay)).Codes).Digits);
        Assert.Equal(0, await RevealsAsync(house));
        for (var look = 0; look < 3; look++)
        {
            Assert.NotNull(Assert.Single((await FindAsync(house, house.FrontDesk(), stay)).Codes).Digits);
        }

        Assert.Equal(2, await RevealsAsync(house));
        clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        await FindAsync(house, house.FrontDesk(), stay);
        Assert.Equal(4, await RevealsAsync(house));
    }

    /// <summary>AU-7.</summary>
    [Fact]
    public async Task An_erased_guest_leaves_a_stay_that_says_nothing_of_them()
    {
        await using var house = await House.OpenAsync(clock);
        var stay = await BookAsync(house);

        var weak = await house.Get<EraseGuest>().RunAsync(house.With(Permission.ReservationsWrite), stay, CancellationToken.None);
        Assert.Equal(AccessErrorCode.NotAllowed, weak.Error?.Code);
        Assert.Null((await house.Get<EraseGuest>().RunAsync(house.FrontDesk(), stay, CancellationToken.None)).Error);

        var seen = await house.LookAsync(stay);
        Assert.Equal(new GuestFields { Name = "" }, seen.Contact);
        Assert.Equal(
            0,
            await house.AskAsync<long>(
                "select count(*) from (select name from person union all select name from credential union all select contact_name from reservation) as n (t) where t ilike '%lovelace%'"
            )
        );
        Assert.All(await house.VerifyAsync(), report => Assert.Empty(report.Faults));
    }

    [Fact]
    public async Task Reservations_of_another_tenant_are_not_there()
    {
        await using var house = await House.OpenAsync(clock);
        var stay = await BookAsync(house);
        var annex = Caller.Server(await house.AddTenantAsync("annex"));

        Assert.Equal(
            AccessErrorCode.NotFound,
            (await house.Get<ReservationQueries>().FindAsync(annex, stay, true, CancellationToken.None)).Error?.Code
        );
        Assert.Equal(AccessErrorCode.NotFound, (await house.Get<CancelReservation>().RunAsync(annex, stay, CancellationToken.None)).Error?.Code);
    }

    private async Task<WireId> BookAsync(House house, int locks = 1) =>
        Rooms.IdOf(
            (
                await house.TryBookAsync(
                    Rooms.Request(Now.AddHours(6), Now.AddHours(20), await house.RoomAsync("101", locks)) with
                    {
                        Contact = Guest,
                    }
                )
            ).Value
        );

    private static async Task<PageOf<ReservationView>> ListAsync(House house, ReservationsFilter filter) =>
        (await house.Get<ReservationQueries>().ListAsync(house.FrontDesk(), house.Tenant, filter, CancellationToken.None)).Value;

    private static async Task<ReservationView> FindAsync(House house, Caller by, WireId stay) =>
        (await house.Get<ReservationQueries>().FindAsync(by, stay, withDigits: true, CancellationToken.None)).Value;

    private static Task<long> RevealsAsync(House house) =>
        house.AskAsync<long>(
            string.Create(CultureInfo.InvariantCulture, $"select count(*) from audit_event where kind = {(int)AuditKind.CredentialRevealed}")
        );
}
