using Latchwork.Domain.Users;

namespace Latchwork.Domain.Tests.Users;

public sealed class TenantRoleTests
{
    [Fact]
    public void Every_permission_has_a_word_of_its_own_that_finds_it_again()
    {
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.Equal(permission, Permissions.Find(permission.Word())));
        Assert.All(PermissionSet.All.Words(), word => Assert.Matches("^[a-z]+:[a-z]+$", word));
    }

    [Theory]
    [InlineData("pins:reveal")]
    [InlineData("keys:write")]
    [InlineData("roles:write")]
    [InlineData("audit:export")]
    [InlineData("people:erase")]
    public void CO_4_What_needs_a_step_up_has_a_scope_of_its_own(string word)
    {
        Assert.NotNull(Permissions.Find(word));
    }

    [Fact]
    public void A_set_reads_back_from_its_words_and_refuses_unknown_ones()
    {
        foreach (var role in Enum.GetValues<TenantRole>())
        {
            Assert.Equal(role.Permissions(), PermissionSet.Parse(role.Permissions().Words()).Value);
        }

        Assert.Equal(AccessErrorCode.Invalid, PermissionSet.Parse(["locks:read", "Locks:Read"]).Error?.Code);
    }

    [Fact]
    public void An_administrator_may_everything_but_what_ends_the_tenant_or_takes_a_lock_out()
    {
        string[] missing = [.. PermissionSet.All.Words().Except(TenantRole.Administrator.Permissions().Words())];

        Assert.Equal(["locks:transfer", "tenant:delete"], missing);
    }

    [Fact]
    public void An_auditor_only_reads_and_sees_no_secret()
    {
        Assert.All(
            TenantRole.Auditor.Permissions().Words(),
            word => Assert.True(word.EndsWith(":read", StringComparison.Ordinal) || word == "audit:export")
        );
    }

    [Theory]
    [InlineData(TenantRole.Owner, TenantRole.Owner, true)]
    [InlineData(TenantRole.Administrator, TenantRole.Owner, false)]
    [InlineData(TenantRole.Administrator, TenantRole.Administrator, true)]
    [InlineData(TenantRole.Operator, TenantRole.Auditor, false)]
    public void Nobody_deals_in_roles_above_their_own(TenantRole by, TenantRole other, bool allowed)
    {
        var refusal = TenantRoles.RefuseDealing(by.Permissions(), Permission.RolesWrite, other.Permissions());

        Assert.Equal(allowed, refusal is null);
    }
}
