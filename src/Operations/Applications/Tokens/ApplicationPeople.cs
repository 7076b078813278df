using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>Somebody of an application's pool.</summary>
internal sealed record PoolPerson(UserId User, TenantId Home)
{
    public bool IsDisabled { get; init; }
}

/// <summary>A transaction that learns of people from tokens.</summary>
/// <param name="Event">What all its events have in common.</param>
internal sealed record PeopleTurn(Work Work, ChainBatch Chain, AuditEvent Event, DateTimeOffset Now);

/// <summary>
/// The people that tokens tell of, keyed by application and subject. They are made while the application's chain is held, so that two nodes that hear of
/// somebody at once make them once.
/// </summary>
internal sealed class ApplicationPeople(NewTenant tenants, NewSite sites, WireIds ids, KeyRing ring)
{
    private const string HomeName = "Home";

    /// <summary>New people of one application. Those who are there already are never refused for it.</summary>
    private const int MadeAMinute = 120;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private const string FindSql = """
        select u.user_id, u.home_tenant_id, u.disabled_at is not null from login l join app_user u on u.user_id = l.user_id
        where l.pool = $1 and l.kind = $2 and l.name_index = any ($3)
        """;

    public async Task<PoolPerson?> FindAsync(AccessDb db, CheckedToken token, CancellationToken cancel) =>
        await db.FirstAsync(TenantSet.None, FindSql, ReadPerson, await ValuesAsync(token, cancel), cancel);

    /// <summary>Holds their account too, against whoever changes or erases it at the same time.</summary>
    public async Task<PoolPerson?> HoldAsync(Work work, CheckedToken token, CancellationToken cancel) =>
        await work.FirstAsync($"{FindSql} for update of u", ReadPerson, await ValuesAsync(token, cancel), cancel);

    /// <summary>Writes down what the token says of them, unless a newer one has said it.</summary>
    /// <param name="person">Held, and not disabled.</param>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> RenewAsync(PeopleTurn turn, PoolPerson person, CheckedToken token, CancellationToken cancel)
    {
        var application = token.Application;
        var renewed = await turn.Work.DoAsync(
            """
            update application_person set issued_at = $4, updated_at = $5
            where tenant_id = $1 and application_id = $2 and user_id = $3 and issued_at < $4
            """,
            [application.Tenant.Value, application.Id.Value, person.User.Value, token.Claims.IssuedAt, turn.Now],
            cancel
        );
        if (renewed == 0)
        {
            return false;
        }

        await turn.Work.DoAsync(
            "update app_user set display_name = coalesce($2, display_name), locale = coalesce($3, locale) where user_id = $1",
            [person.User.Value, token.Claims.DisplayName, token.Claims.Locale],
            cancel
        );
        await WriteChannelsAsync(turn, person.User, token, cancel);
        return true;
    }

    /// <summary>A new person with a home tenant of their own, which is one of the work's; the chain of the application is held.</summary>
    /// <returns>The refusal where the application has made too many of late: whoever holds its key makes people, tenants and sites by it.</returns>
    public async Task<AccessError?> MakeAsync(PeopleTurn turn, PoolPerson person, CheckedToken token, CancellationToken cancel)
    {
        var (work, tenant, now) = (turn.Work, token.Application.Tenant, turn.Now);
        if (await RefuseAsync(work, token.Application.Id, now, cancel) is { } tooMany)
        {
            return tooMany;
        }

        var zone = (await work.FirstAsync("select zone from tenant where tenant_id = $1", row => row.GetString(0), [tenant.Value], cancel))!;
        await tenants.WriteHomeAsync(work, person.Home, HomeName, zone, now, cancel);
        await WriteAsync(turn, person, token, cancel);
        await NewUser.JoinAsync(work, person.Home, person.User, TenantRole.Owner, now, cancel);
        await sites.WriteAsync(work, person.Home, HomeName, zone, now, cancel);
        await work.HoldAlsoAsync(turn.Chain, person.Home, cancel);
        var made = turn.Event with { Kind = AuditKind.UserCreated, On = new AuditObject(Noun.User, person.User.Value) };
        turn.Chain.Append(person.Home, turn.Event with { Kind = AuditKind.TenantCreated }, now);
        turn.Chain.Append(person.Home, made, now);
        turn.Chain.Append(tenant, made, now);
        return null;
    }

    /// <summary>Erased ones count too. Of all nodes together, since the chain is held.</summary>
    private static async Task<AccessError?> RefuseAsync(Work work, AppId application, DateTimeOffset now, CancellationToken cancel)
    {
        var newestFirst = await work.ListAsync(
            "select created_at from app_user where pool = $1 and created_at > $2 order by created_at desc limit $3",
            row => row.GetFieldValue<DateTimeOffset>(0),
            [application.Value, now - Minute, MadeAMinute],
            cancel
        );
        return newestFirst.Count < MadeAMinute
            ? null
            : new AccessError(AccessErrorCode.RateLimited, "The application brings too many new people at once.")
            {
                RetryAfter = newestFirst[^1] + Minute - now,
            };
    }

    private async Task WriteAsync(PeopleTurn turn, PoolPerson person, CheckedToken token, CancellationToken cancel)
    {
        var (application, claims) = (token.Application, token.Claims);
        await turn.Work.DoAsync(
            "insert into app_user (user_id, pool, home_tenant_id, display_name, locale, created_at) values ($1, $2, $3, $4, $5, $6)",
            [person.User.Value, application.Id.Value, person.Home.Value, claims.DisplayName, claims.Locale, turn.Now],
            cancel
        );
        await turn.Work.DoAsync(
            "insert into application_person (tenant_id, application_id, user_id, issued_at, updated_at) values ($1, $2, $3, $4, $5)",
            [application.Tenant.Value, application.Id.Value, person.User.Value, claims.IssuedAt, turn.Now],
            cancel
        );
        var subject = new ClaimedChannel(new LoginName(LoginKind.ForeignKey, claims.Subject), IsVerified: true);
        await WriteChannelAsync(turn, person.User, application.Id, subject, cancel);
        await WriteChannelsAsync(turn, person.User, token, cancel);
        await ids.IssueAsync(turn.Work, person.Home, person.User.Value, cancel, WireIdKind.UserNumber, WireIdKind.UserUuid, WireIdKind.KeyvoxUser);
    }

    /// <summary>
    /// The addresses that the token tells and no others. One that it calls verified is this person's: nobody else of the application is found by it any more.
    /// </summary>
    private async Task WriteChannelsAsync(PeopleTurn turn, UserId user, CheckedToken token, CancellationToken cancel)
    {
        await turn.Work.DoAsync("delete from login where user_id = $1 and kind in (2, 3)", [user.Value], cancel);
        foreach (var channel in token.Claims.Channels)
        {
            // Another's token of the same moment may have been first: its row is there by now, to be taken over.
            do
            {
                await TakeOverAsync(turn.Work, token.Application.Id, channel, cancel);
            } while (!await WriteChannelAsync(turn, user, token.Application.Id, channel, cancel));
        }
    }

    private async Task TakeOverAsync(Work work, AppId pool, ClaimedChannel channel, CancellationToken cancel)
    {
        if (!channel.IsVerified)
        {
            return;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        await work.DoAsync(
            "update login set verified_at = null where pool = $1 and kind = $2 and name_index = any ($3) and verified_at is not null",
            [pool.Value, (short)channel.Name.Kind, installation.ContactIndexes(channel.Name.Text).ToArray()],
            cancel
        );
    }

    /// <returns>False where another has it verified.</returns>
    private async Task<bool> WriteChannelAsync(PeopleTurn turn, UserId user, AppId pool, ClaimedChannel channel, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var login = Guid.CreateVersion7(turn.Now);
        var written = await turn.Work.DoAsync(
            """
            insert into login (login_id, user_id, pool, kind, name_index, name_sealed, verified_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (pool, kind, name_index)
                where pool = '00000000-0000-0000-0000-000000000000' or kind not in (2, 3) or verified_at is not null do nothing
            """,
            [
                login,
                user.Value,
                pool.Value,
                (short)channel.Name.Kind,
                installation.ContactIndex(channel.Name.Text),
                installation.SealText(PersonName.PlaceOf(login), channel.Name.Text.Matched),
                channel.IsVerified ? turn.Now : null,
                turn.Now,
            ],
            cancel
        );
        return written > 0;
    }

    private async ValueTask<object?[]> ValuesAsync(CheckedToken token, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return [token.Application.Id.Value, (short)LoginKind.ForeignKey, installation.ContactIndexes(token.Claims.Subject).ToArray()];
    }

    private static PoolPerson ReadPerson(Npgsql.NpgsqlDataReader row) =>
        new(new UserId(row.GetGuid(0)), new TenantId(row.GetGuid(1))) { IsDisabled = row.GetBoolean(2) };
}
