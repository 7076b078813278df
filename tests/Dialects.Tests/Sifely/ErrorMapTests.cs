using System.Globalization;
using System.Text;
using Latchwork.Dialects.Sifely;
using Latchwork.Domain;

namespace Latchwork.Dialects.Tests.Sifely;

/// <summary>Sections 1.5 and 14.</summary>
public sealed class ErrorMapTests
{
    [Fact]
    public void Every_refusal_of_everything_has_an_answer()
    {
        var table = new StringBuilder();
        foreach (var code in Enum.GetValues<AccessErrorCode>())
        {
            foreach (var group in Enum.GetValues<Noun>().GroupBy(what => Line(new AccessError(code, "Detail.", what))))
            {
                table.Append(CultureInfo.InvariantCulture, $"{code} ({Whats([.. group])}) {group.Key}\n");
            }
        }

        Approved.Check("sifely/errors.txt", table.ToString().TrimEnd('\n'));
    }

    /// <summary>AZ-3: an ekey that is over says no more than a lock that never was.</summary>
    [Fact]
    public void A_right_that_has_ended_is_answered_as_an_unknown_lock() =>
        Assert.Equal(
            SifelyErrors.OnWrite(AccessError.NotFound(Noun.Lock)) with
            {
                Reason = AccessErrorCode.Ended,
            },
            SifelyErrors.OnWrite(new AccessError(AccessErrorCode.Ended, "Your grant has ended.", Noun.Grant))
        );

    /// <summary>LG-2: our own fault is the only 5xx that comes from the core.</summary>
    [Fact]
    public void Only_a_fault_of_ours_is_a_5xx()
    {
        var codes =
            from code in Enum.GetValues<AccessErrorCode>()
            from what in Enum.GetValues<Noun>()
            where SifelyErrors.OnWrite(new AccessError(code, "", what)).Status >= 500
            select code;

        Assert.Equal([AccessErrorCode.Unavailable], codes.Distinct());
    }

    [Theory]
    [InlineData(AccessErrorCode.NotAuthenticated, "authentication failed, unable to access system resources")]
    [InlineData(AccessErrorCode.RateLimited, "too many requests")]
    [InlineData(AccessErrorCode.RateLimited, "the request count limit has been exceeded")]
    [InlineData(AccessErrorCode.LinkOffline, "offline")]
    [InlineData(AccessErrorCode.DeviceOffline, "offline")]
    public void Fragments_that_clients_look_for_are_kept(AccessErrorCode code, string fragment) =>
        Assert.Contains(fragment, SifelyErrors.OnRead(new AccessError(code, "")).Text, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Too_many_calls_may_be_answered_with_200()
    {
        var error = SifelyErrors.OnRead(new AccessError(AccessErrorCode.RateLimited, ""));

        Assert.Equal((429, 429), (error.Status, error.Code));
        Assert.Equal((200, 429), (error.Under(new SifelyOptions { RateLimitAs200 = true }).Status, error.Code));
    }

    private static string Line(AccessError error)
    {
        var (write, read, device) = (SifelyErrors.OnWrite(error), SifelyErrors.OnRead(error), SifelyErrors.OnDeviceRead(error));
        Assert.Equal((write.Code, write.Text), (device.Code, device.Text));
        return $"{write.Code} \"{write.Text}\" write {write.Status} read {read.Status} device read {device.Status}";
    }

    private static string Whats(IReadOnlyList<Noun> whats) => whats.Count == Enum.GetValues<Noun>().Length ? "any" : string.Join(' ', whats);
}
