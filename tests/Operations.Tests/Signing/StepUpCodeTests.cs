using Latchwork.Domain;
using Latchwork.Operations.Tests.Secrets;
using Latchwork.Operations.Tests.Users;
using Xunit;

namespace Latchwork.Operations.Tests.Signing;

/// <summary>How long a code holds, how many there are, and who gets none (JW-10, doordeck.md 7).</summary>
public sealed class StepUpCodeTests
{
    private readonly SettableClock clock = new();

    [Fact]
    public async Task A_code_holds_for_five_minutes()
    {
        await using var house = await House.OpenAsync(clock);
        using var codes = new StepUpNode(house);
        using var key = new PhoneKey();
        var phone = await house.PhoneAsync();

        var late = await codes.CodeAsync(phone, key);
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(AccessErrorCode.NotFound, (await codes.CompleteAsync(phone, key, late)).Error?.Code);

        var early = await codes.CodeAsync(phone, key);
        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Null((await codes.CompleteAsync(phone, key, early)).Error);
    }

    [Fact]
    public async Task The_newest_code_takes_the_place_of_the_former_with_its_key()
    {
        await using var house = await House.OpenAsync(clock);
        using var codes = new StepUpNode(house);
        using var key = new PhoneKey();
        using var other = new PhoneKey();
        var phone = await house.PhoneAsync();
        var former = await codes.CodeAsync(phone, key);
        clock.Advance(TimeSpan.FromSeconds(1));
        var newest = await codes.CodeAsync(phone, other);

        Assert.Equal(AccessErrorCode.ProofRefused, (await codes.CompleteAsync(phone, key, former)).Error?.Code);
        Assert.Equal(AccessErrorCode.ProofRefused, (await codes.CompleteAsync(phone, key, newest)).Error?.Code);
        Assert.Null((await codes.CompleteAsync(phone, other, newest)).Error);
        Assert.Equal(AccessErrorCode.NotFound, (await codes.CompleteAsync(phone, key, former)).Error?.Code);
    }

    [Fact]
    public async Task Nobody_gets_more_than_thirty_codes_a_day()
    {
        await using var house = await House.OpenAsync(clock);
        using var codes = new StepUpNode(house);
        using var key = new PhoneKey();
        var phone = await house.PhoneAsync();
        for (var i = 0; i < 30; i++)
        {
            Assert.Null((await codes.AskAsync(phone, key)).Error);
            clock.Advance(TimeSpan.FromMinutes(10));
        }

        var refused = (await codes.AskAsync(phone, key)).Error;
        Assert.Equal((AccessErrorCode.RateLimited, TimeSpan.FromHours(19)), (refused?.Code, refused?.RetryAfter));
        clock.Advance(TimeSpan.FromHours(19));
        Assert.Null((await codes.AskAsync(phone, key)).Error);
    }

    [Fact]
    public async Task Who_has_no_address_that_they_have_proven_gets_no_code()
    {
        await using var house = await House.OpenAsync(clock);
        using var codes = new StepUpNode(house);
        using var key = new PhoneKey();
        var ann = await house.CallerAsync((await house.RegisterAsync("ann@example.com")).Value);

        Assert.Equal(AccessErrorCode.Invalid, (await codes.AskAsync(ann, key)).Error?.Code);

        Assert.Null((await house.VerifyAsync((await house.MailedAsync("verify-email")).Token)).Error);
        Assert.Null((await codes.AskAsync(ann, key)).Error);
    }
}
