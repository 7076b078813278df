using System.Globalization;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>2.3, step 2: by how much the date of a request may differ from the server's clock, which stands still here.</summary>
public sealed class SignedDateTests(StoppedHouse house) : IClassFixture<StoppedHouse>
{
    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public Task A_date_may_differ_by_300_seconds_and_not_by_301(int seconds, bool isTaken) => IsAsync(house, seconds, isTaken);

    /// <summary>A part of a second counts too: the date has none.</summary>
    [Fact]
    public async Task Half_a_second_more_is_too_much()
    {
        house.Clock.Advance(TimeSpan.FromSeconds(0.5));
        await IsAsync(house, -300, isTaken: false);
        house.Clock.Advance(TimeSpan.FromSeconds(0.5));
    }

    internal static async Task IsAsync(StoppedHouse house, int seconds, bool isTaken)
    {
        var date = house.Clock.GetUtcNow().AddSeconds(seconds).UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        var target = "/v1/unlock";
        var form = new KeyvoxForm { Date = date, SignedTarget = house is ProxiedHouse ? ProxiedHouse.Prefix + target : null };

        var reply = await house.SendAsync(house.Key.Request(target, "{}", house.Clock.GetUtcNow(), form));

        Assert.Equal(
            isTaken ? "E0005" : "HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication",
            isTaken ? reply.Code : reply.Message
        );
    }
}
