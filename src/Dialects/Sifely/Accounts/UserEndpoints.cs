using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely.Accounts;

/// <summary>The people of an application, which proves itself by its secret, and a caller's own number (19.1).</summary>
internal static class UserEndpoints
{
    private const string Reason = "The application's secret is in the parameters.";
    private const int LongestName = 100;

    public static void Map(DialectRoutes sifely)
    {
        sifely.Public("register a user", Reason).MapMethods("/v3/user/register", SifelyDialect.GetAndPost, RegisterAsync);
        sifely.Public("reset a user's password", Reason).MapMethods("/v3/user/resetPassword", SifelyDialect.GetAndPost, ResetAsync);
        sifely.Public("list users", Reason).MapMethods("/v3/user/list", SifelyDialect.GetAndPost, ListAsync);
        sifely.Public("delete a user", Reason).MapMethods("/v3/user/delete", SifelyDialect.GetAndPost, DeleteAsync);
        sifely.Own("own number").MapMethods("/v3/user/getUid", SifelyDialect.GetAndPost, NumberAsync);
    }

    private static async Task<SifelyAnswer> RegisterAsync(
        HttpContext http,
        SifelyParameters given,
        AppClients clients,
        RegisterUser register,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        if (!options.SelfRegistration)
        {
            return SifelyErrors.NoRegistration;
        }

        var (client, unknown) = await AppClientGiven.ReadAsync(given, clients, cancel);
        var who = PasswordGiven.Read(http, given, "username");
        if ((unknown ?? given.Refusal) is { } refusal)
        {
            return refusal;
        }

        var registered = await register.RunAsync(client!, who.Account, who.PasswordMd5, RequestOrigins.Of(http), cancel);
        return !registered.IsRefused(out var error, out var name) ? SifelyAnswer.Body(new RegisteredBody(name), SifelyJson.Wire.RegisteredBody)
            : error is { Code: AccessErrorCode.Invalid, What: Noun.User } ? SifelyErrors.NameNotPlain
            : SifelyErrors.OnWrite(error);
    }

    private static async Task<SifelyAnswer> ResetAsync(
        HttpContext http,
        SifelyParameters given,
        AppClients clients,
        AppUsers users,
        CancellationToken cancel
    )
    {
        var (client, unknown) = await AppClientGiven.ReadAsync(given, clients, cancel);
        var who = PasswordGiven.Read(http, given, "username");
        return (unknown ?? given.Refusal) is { } refusal
            ? refusal
            : Done(await users.SetPasswordAsync(client!, who.Account, who.PasswordMd5, RequestOrigins.Of(http), cancel));
    }

    private static async Task<SifelyAnswer> ListAsync(SifelyParameters given, AppClients clients, AppUsers users, CancellationToken cancel)
    {
        var (client, unknown) = await AppClientGiven.ReadAsync(given, clients, cancel);
        var paging = given.Paging();
        var (since, until, name) = (given.Instant("startDate"), given.Instant("endDate"), given.Text("username", LongestName));
        return client is null
            ? unknown!
            : await given.PageAsync<SeenAppUser, AppUserItem>(
                paging,
                async () => await users.ListAsync(client, new TimeWindow(since, until), name, paging.Request, cancel),
                AppUserItem.Of,
                SifelyJson.Wire.PageBodyAppUserItem
            );
    }

    private static async Task<SifelyAnswer> DeleteAsync(
        HttpContext http,
        SifelyParameters given,
        AppClients clients,
        AppUsers users,
        CancellationToken cancel
    )
    {
        var (client, unknown) = await AppClientGiven.ReadAsync(given, clients, cancel);
        var name = given.RequiredText("username", LongestName);
        return (unknown ?? given.Refusal) is { } refusal ? refusal : Done(await users.RemoveAsync(client!, name, RequestOrigins.Of(http), cancel));
    }

    private static SifelyAnswer Done(Outcome<Done> outcome) =>
        outcome.Error switch
        {
            null => SifelyAnswer.Yes,
            { Code: AccessErrorCode.NotFound } => SifelyErrors.NoSuchUser,
            { Code: AccessErrorCode.Conflict } => SifelyErrors.UserOwnsLocks,
            var error => SifelyErrors.OnWrite(error),
        };

    private static Task<SifelyAnswer> NumberAsync(SifelyCaller caller, SifelyParameters given, OwnNumber own, CancellationToken cancel) =>
        given.ReadAsync(() => own.FindAsync(caller.Caller, cancel), number => new UserNumberBody(number), SifelyJson.Wire.UserNumberBody);
}
