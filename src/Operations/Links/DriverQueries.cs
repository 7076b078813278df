using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Links;

/// <param name="AddressForm">An address of the family, as an example or a pattern.</param>
/// <param name="TakesSecret">Whether its links can have a password or key.</param>
public sealed record DriverFamily(string Family, string AddressForm, bool TakesSecret);

/// <summary>The device families that this server can be linked to.</summary>
public sealed class DriverQueries
{
    private readonly CallerReads reads;
    private readonly DriverFamily[] families;

    internal DriverQueries(CallerReads reads, IEnumerable<ILockDriver> drivers) =>
        (this.reads, families) = (
            reads,
            [
                .. drivers
                    .Select(driver => new DriverFamily(driver.Family, driver.Traits.AddressForm, driver.Traits.TakesSecret))
                    .OrderBy(family => family.Family, StringComparer.Ordinal),
            ]
        );

    public async Task<Outcome<DriverFamily[]>> ListAsync(Caller by, TenantId tenant, CancellationToken cancel)
    {
        var confirmed = await reads.ReadAsync(by, "select 1", row => row.GetInt32(0), _ => [], cancel);
        return confirmed.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.LinksRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : families;
    }
}
