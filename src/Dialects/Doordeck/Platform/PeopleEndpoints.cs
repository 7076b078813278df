using System.Globalization;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Platform;

/// <summary>Who runs an application, and whom its tokens told of (11.3).</summary>
internal static class PeopleEndpoints
{
    private const string Owner = $"{ApplicationEndpoints.One}/owner";
    private const string User = $"{ApplicationEndpoints.One}/user";

    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Named("add an owner", Noun.Application).MapPost(Owner, AddAsync);
        doordeck.Named("remove an owner", Noun.Application).MapDelete(Owner, RemoveAsync);
        doordeck.Named("list owners", Noun.Application, isRead: true).MapGet(Owner, OwnersAsync);
        doordeck.Named("list people", Noun.Application, isRead: true).MapGet(User, UsersAsync);
    }

    private static Task<DoordeckAnswer> AddAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationOwners owners,
        CancellationToken cancel
    ) => WithUserAsync(given, user => owners.AddAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), user, cancel));

    private static Task<DoordeckAnswer> RemoveAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationOwners owners,
        CancellationToken cancel
    ) => WithUserAsync(given, user => owners.RemoveAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), user, cancel));

    private static Task<DoordeckAnswer> WithUserAsync(DoordeckInput given, Func<WireId, Task<Outcome<Done>>> run)
    {
        var body = given.Body(DoordeckJson.Wire.UserIdBody);
        return given.AnswerAsync(() => run(DoordeckInput.Id(WireIdKind.UserUuid, body!.UserId)), _ => DoordeckAnswer.Nothing);
    }

    private static Task<DoordeckAnswer> OwnersAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationOwners owners,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => owners.ListAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), cancel),
            found => found.Select(OwnerBody.Of).ToArray(),
            DoordeckJson.Wire.OwnerBodyArray
        );

    private static Task<DoordeckAnswer> UsersAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationUsers users,
        CancellationToken cancel
    )
    {
        var size = given.Whole("pageSize", 1, ApplicationUsers.LargestPage) ?? ApplicationUsers.LargestPage;
        WireId? last = given.Text("lastUserRetrieved") is { } id ? DoordeckInput.Id(WireIdKind.UserUuid, id) : null;
        return given.AnswerAsync(
            () => users.ListAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), size, last, cancel),
            found => found.Select(ApplicationUserBody.Of).ToArray(),
            DoordeckJson.Wire.ApplicationUserBodyArray
        );
    }
}

internal sealed record UserIdBody(string UserId);

/// <param name="Orphan">What clients need; the documentation calls it <paramref name="Orphaned"/>.</param>
/// <param name="Foreign">Owners are of the caller's pool (9.3).</param>
internal sealed record OwnerBody(string UserId, string Email, string? DisplayName, bool Orphan, bool Orphaned, bool Foreign)
{
    public static OwnerBody Of(ApplicationOwner owner) =>
        new(owner.Id, owner.Email, owner.DisplayName, owner.IsOrphan, owner.IsOrphan, Foreign: false);

    public override string ToString() => UserId;
}

/// <param name="EmailIndexed">Whether they are found by it; likewise the others.</param>
/// <param name="LastUpdated">ISO 8601: the one instant of this wire that is no number (3).</param>
internal sealed record ApplicationUserBody(
    string UserId,
    string? ForeignKey,
    string? DisplayName,
    string? Email,
    bool EmailVerified,
    string? Telephone,
    bool TelephoneVerified,
    bool EmailIndexed,
    bool TelephoneIndexed,
    bool ForeignKeyIndexed,
    string LastUpdated
)
{
    public static ApplicationUserBody Of(ApplicationUser user) =>
        new(
            user.Id,
            user.ForeignKey?.Text,
            user.DisplayName,
            user.Email?.Text,
            user.Email is { IsVerified: true },
            user.Telephone?.Text,
            user.Telephone is { IsVerified: true },
            user.Email is { IsVerified: true },
            user.Telephone is { IsVerified: true },
            user.ForeignKey is { IsVerified: true },
            user.UpdatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        );

    public override string ToString() => UserId;
}
