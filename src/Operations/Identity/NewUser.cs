using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>A person to be written: everything slow or random was done before the transaction began.</summary>
/// <param name="PasswordHash">Null: invited, and no password yet; that the login is theirs shows when they set one.</param>
internal sealed record NewPerson(UserId Id, LoginName Login, string? DisplayName, string? PasswordHash, TenantId Home)
{
    /// <summary>The login is known to be theirs: whoever runs the server or an application said so.</summary>
    public bool IsProven { get; init; } = PasswordHash is not null;
}

/// <summary>Writes the rows of a person with a login.</summary>
internal sealed class NewUser(KeyRing ring, WireIds ids)
{
    public static readonly AccessError Taken = new(AccessErrorCode.Taken, "There is an account of that name.", Noun.User);

    /// <returns>The refusal <see cref="AccessErrorCode.Taken"/> where the login name is somebody's.</returns>
    public async Task<AccessError?> WriteAsync(Work work, NewPerson person, DateTimeOffset now, CancellationToken cancel)
    {
        await work.DoAsync(
            """
            insert into app_user (user_id, home_tenant_id, display_name, password_hash, password_set_at, created_at)
            values ($1, $2, $3, $4::text, case when $4::text is null then null else $5 end, $5)
            """,
            [person.Id.Value, person.Home.Value, person.DisplayName, person.PasswordHash, now],
            cancel
        );
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var loginId = Guid.CreateVersion7(now);
        var written = await work.DoAsync(
            """
            insert into login (login_id, user_id, pool, kind, name_index, name_sealed, verified_at, created_at)
            values ($1, $2, $3, $4, $5, $6, case when $8 then $7::timestamptz end, $7) on conflict do nothing
            """,
            [
                loginId,
                person.Id.Value,
                Guid.Empty,
                (short)person.Login.Kind,
                installation.ContactIndex(person.Login.Text),
                installation.SealText(PersonName.PlaceOf(loginId), person.Login.Text.Matched),
                now,
                person.IsProven,
            ],
            cancel
        );
        if (written == 0)
        {
            return Taken;
        }

        await ids.IssueAsync(work, person.Home, person.Id.Value, cancel, WireIdKind.UserNumber, WireIdKind.UserUuid, WireIdKind.KeyvoxUser);
        return null;
    }

    public static Task JoinAsync(Work work, TenantId tenant, UserId user, TenantRole role, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            "insert into membership (tenant_id, user_id, role, created_at) values ($1, $2, $3, $4)",
            [tenant.Value, user.Value, (short)role, now],
            cancel
        );
}
