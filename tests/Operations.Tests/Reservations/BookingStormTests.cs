using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Sites;
using Latchwork.Testing;
using Latchwork.Testing.Storms;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

/// <summary>No overlap, no half booking, and no refusal but that a room is taken, on two nodes.</summary>
public sealed class BookingStormTests(ITestOutputHelper output)
{
    private const int Attempts = 2_000;
    private const int Callers = 32;

    [Fact]
    public async Task Two_thousand_who_want_few_rooms_get_each_one_once()
    {
        await using var house = await House.OpenAsync();
        var rooms = new List<WireId> { await house.RoomAsync("101"), await house.RoomAsync("102", locks: 2) };
        for (var n = 3; n <= 6; n++)
        {
            rooms.Add(await house.RoomAsync($"10{n}", locks: 0));
        }

        var storm = new BookingStorm(new Nodes(house), [.. rooms.Select(room => room.Text)], house.ConnectionString);
        var report = await storm.RunAsync(Attempts, Callers, house.Clock.Now().AddDays(1), new Seed(7));

        output.WriteLine(report.ToString());
        Assert.Empty(report.Faults);
        Assert.True(report is { Booked: > 100, Cancelled: > 30, Refused: > 500 }, report.ToString());
    }

    /// <summary>Who has the turn looks for rooms that the node has never heard of, by the connection that it has; who waits for theirs keeps none from the others.</summary>
    [Fact]
    public async Task Who_waits_for_a_turn_keeps_no_connection_and_who_has_it_needs_no_second_one()
    {
        await using var house = await House.OpenAsync();
        var (from, to) = (house.Clock.Now().AddDays(1), house.Clock.Now().AddDays(2));
        var few = $"{house.ConnectionString};Options=-c role=latchwork_app;Maximum Pool Size={Connections};Timeout=5";
        var node = house.NewNode(services => services.AddSingleton(_ => NpgsqlDataSource.Create(few)));
        var book = node.GetRequiredService<BookReservation>();
        var warm = Rooms.Request(from, to, await house.RoomAsync("100", locks: 0));
        Assert.Null((await book.RunAsync(house.FrontDesk(), warm, CancellationToken.None)).Error);
        var rooms = new List<WireId>();
        for (var n = 0; n < 4 * Connections; n++)
        {
            rooms.Add(await house.RoomAsync($"20{n}", locks: 0));
        }

        Task<Outcome<BookedStay>>[] bookings;
        await using (var held = await house.HoldChainAsync(house.Tenant))
        {
            bookings = [.. rooms.Chunk(2).Select(pair => book.RunAsync(house.FrontDesk(), Rooms.Request(from, to, pair), CancellationToken.None))];
            await Poll.UntilAsync(async () => await house.WaitingForLocksAsync() == AtTheChain);

            var others = await node.GetRequiredService<UnitQueries>()
                .ListAsync(house.FrontDesk(), house.Tenant, new UnitsFilter(new PageRequest(1, 1)), CancellationToken.None);
            Assert.Null(others.Error);
            Assert.Equal(AtTheChain, await house.WaitingForLocksAsync());
        }

        Assert.All(await Task.WhenAll(bookings), booked => Assert.Null(booked.Error));
    }

    private const int Connections = 4;
    private const int AtTheChain = 2;

    /// <summary>Every other caller is at the other node.</summary>
    private sealed class Nodes(House house) : IBookingDesk
    {
        private readonly IServiceProvider[] nodes = [house.Node, house.NewNode()];

        public async Task<(string? Id, string? Refusal)> BookAsync(int caller, IReadOnlyList<string> units, DateTimeOffset from, DateTimeOffset to)
        {
            var request = Rooms.Request(from, to, [.. units.Select(unit => new WireId(WireIdKind.UnitUuid, unit))]);
            var booked = await Of<BookReservation>(caller).RunAsync(house.FrontDesk(), request, CancellationToken.None);
            return booked.IsRefused(out var refusal, out var stay) ? (null, WordOf(refusal)) : (stay.Id, null);
        }

        public async Task<string?> CancelAsync(int caller, string id)
        {
            var stay = new WireId(WireIdKind.ReservationUuid, id);
            return (await Of<CancelReservation>(caller).RunAsync(house.FrontDesk(), stay, CancellationToken.None)).Error is { } refusal
                ? WordOf(refusal)
                : null;
        }

        private T Of<T>(int caller)
            where T : notnull => nodes[caller % nodes.Length].GetRequiredService<T>();

        private static string WordOf(AccessError refusal) =>
            refusal.Code == AccessErrorCode.Taken ? BookingStorm.Taken : $"{refusal.Code} {refusal.Detail}";
    }
}
