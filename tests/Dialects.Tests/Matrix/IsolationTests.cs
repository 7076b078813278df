using System.Security.Cryptography;
using System.Text;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>TN-4: with every id of one tenant in the hands of the other, nothing is read, nothing is written, nothing shows that it is there.</summary>
public sealed class IsolationTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    /// <summary>Fits the form and is nobody's.</summary>
    private const string NobodysNumber = "1";

    /// <summary>Rows that devices and nodes write by themselves: of these, what cannot change by itself is compared.</summary>
    private static readonly Dictionary<string, string> Moving = new(StringComparer.Ordinal)
    {
        ["device"] = "device_id, name",
        ["link"] = "link_id, name, address",
        ["link_lease"] = "link_id",
        ["smart_lock"] = "lock_id, name, site_id, frozen_at, usage_hours",
    };

    private static readonly string[] LockRoutes =
    [
        "/v3/lock/detail?lockId=",
        "/v3/lock/unlock?lockId=",
        "/v3/lock/lock?lockId=",
        "/v3/lock/queryOpenState?lockId=",
        "/v3/lockRecord/list?lockId=",
        "/v3/key/list?groupId=",
        "/v3/lock/list?groupId=",
    ];

    [Theory]
    [InlineData("house")]
    [InlineData("neighbours")]
    public async Task An_id_of_the_other_tenant_is_answered_like_one_that_does_not_exist(string side)
    {
        var (asker, theirs) = side == "house" ? (Who.Owner, tenants.Neighbours) : (Who.Neighbour, tenants.House);
        var ids = await tenants.QueryAsync("select distinct wire_id from public_id where tenant_id = $1", theirs.Value);
        var before = await RowsOfAsync(theirs.Value);
        var names = await NamesOfAsync(theirs.Value);
        Assert.NotEmpty(ids);

        foreach (var route in LockRoutes)
        {
            var nobodys = await AskAsync(route + NobodysNumber, asker);
            foreach (var id in ids)
            {
                var isNumber = id.All(char.IsAsciiDigit);
                var answer = await AskAsync(route + id, asker);
                Assert.Equal(isNumber ? nobodys : await AskAsync(route + NotTheir(id), asker), answer);
                Assert.DoesNotContain(names, name => answer.Contains(name, StringComparison.Ordinal));
            }
        }

        Assert.Equal(before, await RowsOfAsync(theirs.Value));
    }

    [Fact]
    public async Task A_history_by_a_person_of_the_other_tenant_is_empty_like_one_by_nobody()
    {
        var route = $"/v3/lockRecord/list?lockId={tenants.HouseLock}&uid=";
        var nobodys = await AskAsync(route + NobodysNumber, Who.Owner);
        foreach (var id in await tenants.QueryAsync("select wire_id from public_id where tenant_id = $1 and kind = 6", tenants.Neighbours.Value))
        {
            Assert.Equal(nobodys, await AskAsync(route + id, Who.Owner));
        }
    }

    /// <summary>A text of the same form.</summary>
    private static string NotTheir(string id) =>
        string.Concat(
            id.Select(c =>
                char.IsAsciiDigit(c) ? '0'
                : char.IsAsciiLetter(c) ? 'z'
                : c
            )
        );

    private async Task<string> AskAsync(string target, Who who)
    {
        var (status, body) = await tenants.SendAsync(HttpMethod.Post, target, tenants.AuthorizationOf(who));
        return $"{status} {body}";
    }

    private Task<List<string>> NamesOfAsync(Guid tenant) =>
        tenants.QueryAsync("select name from smart_lock where tenant_id = $1 union select mac from smart_lock where tenant_id = $1", tenant);

    /// <summary>A digest of each table's rows of a tenant.</summary>
    private async Task<List<string>> RowsOfAsync(Guid tenant)
    {
        var tables = await tenants.QueryAsync(
            """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1
            """
        );
        var digests = new List<string>();
        foreach (var table in tables)
        {
            var columns = Moving.GetValueOrDefault(table, "t.*");
            var rows = await tenants.QueryAsync($"select row({columns})::text from {table} t where tenant_id = $1 order by 1", tenant);
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows)));
            digests.Add($"{table} {rows.Count} {Convert.ToHexStringLower(digest)}");
        }

        return digests;
    }
}
