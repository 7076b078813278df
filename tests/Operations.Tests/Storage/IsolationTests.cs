using Latchwork.Operations.Storage;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Storage;

public sealed class IsolationTests
{
    /// <summary>TN-1, TN-2.</summary>
    [Fact]
    public async Task Rows_of_other_tenants_are_not_there()
    {
        await using var house = await House.OpenAsync();
        var other = await house.AddTenantAsync("other");
        var db = house.Get<AccessDb>();

        Assert.All(await SeenAsync(TenantSet.Of(house.Tenant)), tenant => Assert.Equal(house.Tenant.Value, tenant));
        Assert.All(await SeenAsync(TenantSet.Of(other)), tenant => Assert.Equal(other.Value, tenant));
        Assert.Empty(await SeenAsync(TenantSet.None));
        Assert.NotEmpty(await SeenAsync(TenantSet.Of(other)));

        Task<List<Guid>> SeenAsync(TenantSet tenants) =>
            db.ListAsync(
                tenants,
                "select tenant_id from audit_event union all select tenant_id from tenant union all select tenant_id from site",
                row => row.GetGuid(0),
                [],
                CancellationToken.None
            );
    }

    /// <summary>TN-2: nor can a row be given to another tenant, or one of theirs be changed.</summary>
    [Fact]
    public async Task Rows_of_other_tenants_cannot_be_written()
    {
        await using var house = await House.OpenAsync();
        var other = await house.AddTenantAsync("other");

        Assert.Equal(0, await WriteAsync("update site set name = 'ours' where tenant_id = $1"));
        Assert.Equal(0, await WriteAsync("delete from membership where tenant_id = $1"));
        var giving = () => WriteAsync("update site set tenant_id = $1");
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(giving)).SqlState);

        async Task<int> WriteAsync(string sql)
        {
            var cancel = TestContext.Current.CancellationToken;
            await using var work = await house.Get<AccessDb>().BeginAsync(TenantSet.Of(house.Tenant), cancel);
            var rows = await work.ListAsync($"{sql} returning 1 + 0 * length($1::uuid::text)", row => row.GetInt32(0), [other.Value], cancel);
            return rows.Count;
        }
    }

    /// <summary>As an index condition a policy leads through all rows of a tenant, where a statement wants those of its keys.</summary>
    [Fact]
    public async Task A_policy_filters_rows_and_offers_no_way_to_them()
    {
        await using var house = await House.OpenAsync();
        var cancel = TestContext.Current.CancellationToken;
        await using var work = await house.Get<AccessDb>().BeginAsync(TenantSet.Of(house.Tenant), cancel);
        await work.DoAsync("select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)", [], cancel);
        var guarded = await work.ListAsync("select distinct tablename::text from pg_policies", row => row.GetString(0), [], cancel);

        Assert.NotEmpty(guarded);
        foreach (var table in guarded)
        {
            var plan = await work.ListAsync($"explain select 1 from {table}", row => row.GetString(0), [], cancel);
            Assert.DoesNotContain(plan, line => line.Contains("Index Cond", StringComparison.Ordinal));
            Assert.Contains(plan, line => line.Contains("Filter", StringComparison.Ordinal));
        }
    }

    /// <summary>AU-4.</summary>
    [Theory]
    [InlineData("update audit_event set outcome = 3")]
    [InlineData("delete from audit_event")]
    [InlineData("truncate audit_event")]
    [InlineData("update audit_head set sequence = 1")]
    [InlineData("delete from audit_head")]
    public async Task Nobody_changes_the_audit(string statement)
    {
        await using var house = await House.OpenAsync();
        await house.DoAsync(
            "insert into audit_head (tenant_id, sequence, hash, signed_at, key_id, signature) values ($1, 1, '', now(), '', '')",
            house.Tenant.Value
        );
        var asApplication = house.Get<AccessDb>().ListAsync(TenantSet.Of(house.Tenant), statement, _ => true, [], CancellationToken.None);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => asApplication)).SqlState);
        Assert.Contains("AU-4", (await Assert.ThrowsAsync<PostgresException>(() => house.DoAsync(statement))).MessageText, StringComparison.Ordinal);
    }

    /// <summary>TN-1: each table has the tenant first in its key and row-level security, or is named in directory.sql.</summary>
    [Fact]
    public async Task Every_table_belongs_to_tenants_or_to_the_closed_list()
    {
        await using var house = await House.OpenAsync();
        var apart = new List<string>();
        await using var command = house.Owner.CreateCommand(
            """
            select c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                and not (c.relrowsecurity and exists (
                    select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
                    where i.indrelid = c.oid and i.indisprimary and a.attname = 'tenant_id'))
            order by 1
            """
        );
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            apart.Add(rows.GetString(0));
        }

        Assert.Equal(Directory(), apart);
    }

    /// <summary>TN-2: one policy a table, for all that is done to it, and the same everywhere.</summary>
    [Fact]
    public async Task Every_table_with_row_security_has_the_one_policy()
    {
        await using var house = await House.OpenAsync();

        Assert.Equal(
            "ALL PERMISSIVE {public} ((tenant_id = ANY (( SELECT latchwork_tenants() AS latchwork_tenants)::uuid[])) IS TRUE) -",
            await house.AskAsync<string>(
                "select string_agg(distinct concat_ws(' ', cmd, permissive, roles, qual, coalesce(with_check, '-')), '; ') from pg_policies"
            )
        );
        Assert.Equal(
            0,
            await house.AskAsync<long>(
                """
                select count(*) from pg_class c
                where c.relrowsecurity and (select count(*) from pg_policy p where p.polrelid = c.oid) <> 1
                """
            )
        );
    }

    private static List<string> Directory()
    {
        using var list = new StreamReader(typeof(AccessDb).Assembly.GetManifestResourceStream("directory.sql")!);
        return
        [
            .. list.ReadToEnd()
                .Split('\n')
                .Where(line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }
}
