using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Xunit;

namespace Latchwork.Operations.Tests.Credentials;

/// <summary>KR-3.</summary>
public sealed class RevealPasscodeTests
{
    private const string Pin = "482916";

    [Fact]
    public async Task The_sixty_of_an_hour_are_those_of_all_tenants_of_a_principal()
    {
        await using var house = await House.OpenAsync();
        var annex = await house.AddTenantAsync("annex");
        var by = Caller.Server(house.Tenant, annex);
        var pin = await house.AddPasscodeAsync(await house.AddKeypadAsync(), Pin);

        await ShowAsync(house, annex, by, RevealPasscode.MostAnHour - 1);
        Assert.Equal(Pin, (await RevealAsync(house, by, pin)).Value.Digits.Reveal());

        Assert.Equal(AccessErrorCode.RateLimited, (await RevealAsync(house, by, pin)).Error?.Code);
    }

    [Fact]
    public async Task That_one_code_was_shown_is_not_the_record_of_a_list()
    {
        await using var house = await House.OpenAsync();
        var by = Caller.Server(house.Tenant);
        var door = await house.AddKeypadAsync();
        await RevealAsync(house, by, await house.AddPasscodeAsync(door, Pin));

        for (var look = 0; look < 2; look++)
        {
            var page = await house.Get<PasscodeQueries>().OnLockWithDigitsAsync(by, door, new(new PageRequest(1, 20)), CancellationToken.None);
            Assert.Single(page.Value.Items);
        }

        Assert.Equal(2, await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.CredentialRevealed));
    }

    private static Task<Outcome<RevealedPasscode>> RevealAsync(House house, Caller by, WireId pin) =>
        house.Get<RevealPasscode>().RunAsync(by, pin, CancellationToken.None);

    private static async Task ShowAsync(House house, TenantId tenant, Caller by, int times)
    {
        var now = house.Clock.Now();
        var shown = Events.Any(now) with { Kind = AuditKind.CredentialRevealed, By = by.Audited, Credential = Guid.CreateVersion7(now) };
        await using var work = await house.Get<AccessDb>().BeginAsync(TenantSet.Of(tenant), CancellationToken.None);
        await work.CommitAsync(tenant, now, CancellationToken.None, [.. Enumerable.Repeat(new AuditEntry(shown), times)]);
    }
}
