using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Users;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Account;

/// <summary>A person's own account (5.3).</summary>
internal static class AccountEndpoints
{
    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Own("read the account").MapGet("/account", ReadAsync);
        doordeck.Own("rename the person").MapPost("/account", RenameAsync);
        doordeck.Own("delete the account").MapDelete("/account", DeleteAsync);
        doordeck.Own("ask for another verification mail").MapPost("/account/email/reverify", SendAsync);
    }

    private static Task<DoordeckAnswer> ReadAsync(
        DoordeckCaller caller,
        DoordeckInput given,
        ReadAccount read,
        PublicKeys keys,
        CancellationToken cancel
    ) => given.AnswerAsync(() => WithKeyAsync(caller, read, keys, cancel), AccountBody.Of, DoordeckJson.Wire.AccountBody);

    private static async Task<Outcome<(AccountView Account, byte[] PublicKey)>> WithKeyAsync(
        DoordeckCaller caller,
        ReadAccount read,
        PublicKeys keys,
        CancellationToken cancel
    ) =>
        (await read.RunAsync(caller.Caller, cancel)).IsRefused(out var refusal, out var account)
            ? refusal
            : (account, (await keys.OfAsync([account.User], cancel))[account.User]);

    private static Task<DoordeckAnswer> RenameAsync(DoordeckCaller caller, DoordeckInput given, RenamePerson rename, CancellationToken cancel)
    {
        var body = given.Body(DoordeckJson.Wire.RenameBody);
        return given.AnswerAsync(() => rename.RunAsync(caller.Caller, body!.DisplayName, cancel), _ => DoordeckAnswer.Nothing);
    }

    private static Task<DoordeckAnswer> DeleteAsync(DoordeckCaller caller, DoordeckInput given, DeletePerson delete, CancellationToken cancel) =>
        given.AnswerAsync(() => delete.RunAsync(caller.Caller, cancel), _ => DoordeckAnswer.Nothing);

    private static async Task<DoordeckAnswer> SendAsync(
        DoordeckCaller caller,
        DoordeckInput given,
        SendVerification send,
        OwnTokensOnly own,
        CancellationToken cancel
    ) =>
        await own.RefuseAsync(caller.Caller, AuditKind.UserChanged, cancel) is { } refusal
            ? refusal
            : await given.AnswerAsync(() => send.RunAsync(caller.Caller, cancel), _ => DoordeckAnswer.EmptyObject);
}

/// <param name="Email">Empty for who has none: null is more than clients take.</param>
internal sealed record AccountBody(string Email, string? DisplayName, bool EmailVerified, string PublicKey)
{
    public static AccountBody Of((AccountView Account, byte[] PublicKey) read) =>
        new(read.Account.Email ?? "", read.Account.DisplayName, read.Account.IsEmailVerified, Convert.ToBase64String(read.PublicKey));

    public override string ToString() => nameof(AccountBody);
}

/// <param name="DisplayName">Null: none any more.</param>
internal sealed record RenameBody(string? DisplayName)
{
    public override string ToString() => nameof(RenameBody);
}
