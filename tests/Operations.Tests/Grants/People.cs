using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Grants;

/// <summary>People who log in on the Sifely wire, and what they give each other.</summary>
internal static class People
{
    public const string Password = "a long and quiet password";

    private const string PasswordMd5 = "ff3bdd571bbec1a341744f201b57d04e";

    /// <summary>The owner of the house's locks.</summary>
    public static Task<Caller> DeskAsync(this House house) => house.LogInAsync("desk@example.com");

    /// <summary>Somebody with an account, and nothing else.</summary>
    public static async Task<Caller> PersonAsync(this House house, string name)
    {
        await new Population(house.Node).PersonAsync(house.Tenant, $"{name}@example.com", Password);
        return await house.LogInAsync($"{name}@example.com");
    }

    public static async Task<Caller> LogInAsync(this House house, string account, ServiceProvider? node = null)
    {
        var key = await house.Get<LogIn>().ForKeyAsync(account, PasswordMd5, default, CancellationToken.None);
        Assert.Null(key.Error);
        var callers = (node ?? house.Node).GetRequiredService<Callers>();
        return (await callers.AuthenticateAsync(key.Value.Key, Surface.Sifely, default, CancellationToken.None)).Value;
    }

    public static async Task<WireId> NumberAsync(this House house, LockId door) =>
        new(
            WireIdKind.LockNumber,
            await house.AskAsync<string>("select wire_id from public_id where row_id = $1 and kind = $2", door.Value, (short)WireIdKind.LockNumber)
        );

    public static Task<Outcome<GivenGrant>> GiveAsync(
        this House house,
        Caller by,
        WireId door,
        string to,
        Func<GrantAccessRequest, GrantAccessRequest>? edit = null
    )
    {
        var request = new GrantAccessRequest
        {
            Lock = door,
            Receiver = to.Contains('@', StringComparison.Ordinal) ? to : $"{to}@example.com",
            Name = to,
            Window = TimeWindow.Always,
            CanUnlockRemotely = true,
        };
        return house.Get<GrantAccess>().RunAsync(by, edit?.Invoke(request) ?? request, CancellationToken.None);
    }

    /// <returns>Its public id.</returns>
    public static async Task<WireId> GivenAsync(
        this House house,
        Caller by,
        WireId door,
        string to,
        Func<GrantAccessRequest, GrantAccessRequest>? edit = null
    ) => WireId.Number(WireIdKind.GrantNumber, (await house.GiveAsync(by, door, to, edit)).Value.Number);

    public static Task<Outcome<Done>> RevokeAsync(this House house, Caller by, WireId grant) =>
        house.Get<RevokeGrant>().RunAsync(by, grant, CancellationToken.None);

    public static Task<Outcome<Done>> ChangeAsync(this House house, Caller by, WireId grant, GrantEdit edit) =>
        house.Get<ChangeGrant>().RunAsync(by, grant, edit, CancellationToken.None);

    /// <summary>How many live grants there are to a lock, the owner's too.</summary>
    public static Task<long> GrantsAsync(this House house, LockId door) =>
        house.AskAsync<long>("select count(*) from access_grant where lock_id = $1 and revoked_at is null", door.Value);
}
