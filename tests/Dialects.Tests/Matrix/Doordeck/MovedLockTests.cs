using System.Globalization;
using Latchwork.Dialects.Tests.Matrix.Sifely;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>10.5, design "Owners and members".</summary>
public sealed class MovedLockTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    [Fact]
    public async Task Who_gave_a_lock_to_another_tenant_still_reads_what_they_did_elsewhere()
    {
        var owner = tenants.Phones[Who.DoordeckOwner];
        var number = await new SpareThings().LockAsync(tenants, Side.House);
        var receiver = $"receiverUsername={TwoTenants.NeighbourAccount}";
        var target = string.Create(CultureInfo.InvariantCulture, $"/v3/lock/transfer?{receiver}&lockIdList=[{number}]&lockId={number}");
        var (_, moved) = await tenants.SendAsync(HttpMethod.Post, target, tenants.SecretOf(Who.Owner));
        Assert.Contains("\"errcode\":0", moved, StringComparison.Ordinal);

        var trail = await owner.GetAsync($"/user/{owner.UserId}/log");

        Assert.All(trail.AsArray(), told => Assert.NotNull(told!["deviceId"]));
    }
}
