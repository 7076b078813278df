using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sessions;
using Latchwork.Operations.Users;
using Xunit;

namespace Latchwork.Operations.Tests.Users;

/// <summary>People who make accounts by themselves, and the mails they get.</summary>
internal static class Accounts
{
    public const string Password = "a long and quiet password";
    public const string Other = "quite another long password";

    public static Task<Outcome<SessionTokens>> RegisterAsync(this House house, string email, bool force = false, string password = Password) =>
        house.Get<RegisterPerson>().RunAsync(new Registration(email, password, "Ann", force), default, CancellationToken.None);

    /// <summary>By the token of a log-in or of a registration.</summary>
    public static async Task<Caller> CallerAsync(this House house, SessionTokens tokens) =>
        (await house.Get<Callers>().AuthenticateAsync(tokens.AuthToken, Surface.Doordeck, default, CancellationToken.None)).Value;

    public static Task<Outcome<Caller>> StillAsync(this House house, Caller caller) =>
        house.Get<Callers>().ReadAgainAsync(caller, CancellationToken.None);

    public static Task<Outcome<SessionTokens>> LogInAsync(this House house, string email, string password, RequestOrigin from = default) =>
        house.Get<StartSession>().RunAsync(email, password, from, CancellationToken.None);

    public static Task<Outcome<Done>> VerifyAsync(this House house, string code) =>
        house.Get<VerifyEmail>().RunAsync(code, Surface.Doordeck, default, CancellationToken.None);

    public static Task<Outcome<Done>> ResetAsync(this House house, Guid user, string token, string password = Other) =>
        house
            .Get<ResetPassword>()
            .RunAsync(WireId.Uuid(WireIdKind.UserUuid, user), token, password, Surface.Doordeck, default, CancellationToken.None);

    public static async Task<AccountView> AccountAsync(this House house, Caller caller) =>
        (await house.Get<ReadAccount>().RunAsync(caller, CancellationToken.None)).Value;

    /// <summary>The secret in the newest waiting message of a kind, and whose UUID it names.</summary>
    public static async Task<(string Token, Guid User)> MailedAsync(this House house, string template)
    {
        var found = await house.MailsAsync(template);
        Assert.NotEmpty(found);
        return found[0];
    }

    /// <summary>All waiting messages of a kind, newest first.</summary>
    public static async Task<List<(string Token, Guid User)>> MailsAsync(this House house, string template)
    {
        await using var rows = house.Owner.CreateCommand(
            "select tenant_id, notification_id, values_sealed from notification where template = $1 and state = 0 order by created_at desc, notification_id desc"
        );
        rows.Parameters.Add(new() { Value = template });
        await using var reader = await rows.ExecuteReaderAsync();
        var found = new List<(string, Guid)>();
        while (await reader.ReadAsync())
        {
            using var keys = await house.Get<KeyRing>().RentAsync(new TenantId(reader.GetGuid(0)), CancellationToken.None);
            var place = NotificationPlaces.Values(new NotificationId(reader.GetGuid(1)));
            using var values = System.Text.Json.JsonDocument.Parse(keys.Open(place, reader.GetFieldValue<byte[]>(2)));
            var user = values.RootElement.TryGetProperty("user", out var uuid) ? uuid.GetGuid() : default;
            found.Add((values.RootElement.GetProperty("token").GetString()!, user));
        }

        return found;
    }
}
