using Latchwork.Dialects.Tests.Matrix.Keyvox;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>How far a card is, at a place (keyvox.md 8).</summary>
public sealed class CardStatusTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    [Fact]
    public async Task At_one_lock_of_a_door_a_card_is_as_it_is_there_and_who_may_read_codes_is_told_without_its_number()
    {
        var (card, unit) = await SetAsync("A1B2C3D4");
        var reader = await house.AddKeyAsync(house.Tenant, new(), PermissionSet.Of(Permission.CredentialsRead));
        Assert.Contains(await StatusAsync($$"""{"cardId":"{{card}}"}""", reader), (string[])["10", "20", "30"]);

        var here = await house.LockIdAsync("Front door");
        Assert.Equal("0", (await house.CallAsync("disableCard", $$"""{"cardId":"{{card}}","lockId":"{{here}}"}""")).Code);

        Assert.Contains(await StatusAsync($$"""{"cardId":"{{card}}","lockId":"{{here}}"}""", reader), (string[])["12", "22", "32"]);
        Assert.Contains(await StatusAsync($$"""{"cardId":"{{card}}","unitId":"{{unit}}"}""", reader), (string[])["10", "20", "30"]);
        Assert.Equal(0, await house.OneAsync<long>($"select count(*) from audit_event where kind = {(int)AuditKind.CredentialRevealed}"));
    }

    private async Task<string> StatusAsync(string body, KeyvoxKey by) =>
        (string)(await house.CallAsync("getCardStatus", body, key: by)).Data!["status"]!;

    /// <summary>At the door with two locks.</summary>
    private async Task<(string Card, string Unit)> SetAsync(string number)
    {
        var locks = new[] { await house.LockIdAsync("Front door"), await house.LockIdAsync("Office") };
        var unit = await KeyvoxUnits.AddAsync(house.Server.Services, house.Tenant, "Hall", locks);
        var set = await house.CallAsync("setCard", $$"""{"cardCode":"{{number}}","unitId":"{{unit}}"}""");
        return ((string)set.Data!["cardId"]!, unit);
    }
}
