using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.SecondFactors;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Users;

/// <summary>CO-1: who has lost their second factor is helped by who runs the server, and by nobody over the network.</summary>
public sealed class TakeSecondFactorsTests
{
    [Fact]
    public async Task Every_factor_goes_with_the_recovery_codes_and_the_sessions_once()
    {
        await using var house = await House.OpenAsync();
        var person = (await new Population(house.Node).PersonAsync(house.Tenant, "lost@example.com", People.Password, TenantRole.Owner)).Value;
        await house.DoAsync("update app_user set totp_sealed = '\\x01' where user_id = $1", person);
        await house.DoAsync("insert into recovery_code (user_id, code_hash) values ($1, sha256('one'))", person);
        await house.DoAsync(
            "insert into passkey (passkey_id, user_id, credential_id, name, credential, created_at, host, sign_count) values ($1, $1, '\\x01', 'Laptop', '{}', now(), 'localhost', 0)",
            person
        );
        await house.DoAsync(
            """
            insert into session (token_hash, session_id, kind, tenant_id, user_id, issued_at, expires_at, idles_at, proven_at)
            select sha256('cookie'), $1, 7, home_tenant_id, user_id, now(), now() + interval '1 hour', now() + interval '1 hour', now() from app_user where user_id = $1
            """,
            person
        );
        var id = await house.AskAsync<string>(
            "select wire_id from public_id where row_id = $1 and kind = $2",
            person,
            (short)Ids.WireIdKind.UserUuid
        );

        Assert.Equal(new TakenFactors(HadTotp: true, 1), await TakeAsync(house, id.ToUpperInvariant()));

        Assert.Equal(
            0L,
            await house.AskAsync<long>(
                """
                select (select count(*) from app_user where totp_sealed is not null) + (select count(*) from passkey) + (select count(*) from recovery_code)
                    + (select count(*) from session where kind = 7 and revoked_at is null)
                """
            )
        );
        Assert.Equal(
            1L,
            await house.AskAsync<long>(
                "select count(*) from audit_event where kind = $1 and object_id = $2",
                (short)AuditKind.SecondFactorChanged,
                person
            )
        );
        Assert.All(await house.VerifyAsync(), chain => Assert.True(chain.IsSound));
        Assert.Equal(new TakenFactors(HadTotp: false, 0), await TakeAsync(house, id));
        Assert.Null(await TakeAsync(house, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString()));
    }

    private static Task<TakenFactors?> TakeAsync(House house, string person) =>
        new TakeSecondFactors(house.Owner, TimeProvider.System).RunAsync(person, CancellationToken.None);
}
