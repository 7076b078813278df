using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Testing;
using Latchwork.Testing.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Applications;

/// <summary>A house with an application that the desk owns, whose tokens one key signs.</summary>
internal sealed class AppHouse : IAsyncDisposable
{
    public const string Issuer = TokenSigner.Issuer;

    private AppHouse(House house, Caller owner, WireId id) => (House, Owner, Id) = (house, owner, id);

    public static ApplicationFields Fields { get; } =
        new()
        {
            Name = "Guest App",
            CompanyName = "Hotel",
            MailingAddress = "1 Street",
        };

    public House House { get; }

    public Caller Owner { get; }

    public WireId Id { get; }

    public TokenSigner Signer { get; } = new("key-1");

    public DateTimeOffset Now => House.Clock.GetUtcNow();

    public static async Task<AppHouse> OpenAsync(TimeProvider? clock = null)
    {
        var house = await House.OpenAsync(clock);
        var owner = await house.DeskAsync();
        var app = new AppHouse(house, owner, await house.ApplicationAsync(owner));
        Assert.Null((await app.AddIssuerAsync(Issuer)).Error);
        Assert.Null((await app.AddKeyAsync(app.Signer.Jwk)).Error);
        return app;
    }

    public Task<Outcome<Done>> AddIssuerAsync(string url) => House.Get<ApplicationIssuers>().AddAsync(Owner, Id, url, CancellationToken.None);

    public Task<Outcome<Done>> AddKeyAsync(JsonObject jwk) =>
        House.Get<ApplicationKeys>().AddAsync(Owner, Id, Encoding.UTF8.GetBytes(jwk.ToJsonString()), CancellationToken.None);

    public string Token(string sub, Action<JsonObject>? edit = null)
    {
        var claims = TokenSigner.Claims(sub, Now);
        edit?.Invoke(claims);
        return Signer.Sign(claims);
    }

    public Task<Outcome<Done>> AdmitAsync(string token, ServiceProvider? node = null) =>
        (node ?? House.Node).GetRequiredService<ApplicationTokens>().AdmitAsync(token, default, CancellationToken.None);

    public async Task<AccessErrorCode?> AuthenticateAsync(string token, ServiceProvider? node = null) =>
        (await (node ?? House.Node).GetRequiredService<Callers>().AuthenticateAsync(token, Surface.Doordeck, default, default)).Error?.Code;

    /// <summary>As the edge does it: a secret that nobody knows is admitted first.</summary>
    public async Task<Caller> CallerAsync(string token, ServiceProvider? node = null)
    {
        Assert.Null((await AdmitAsync(token, node)).Error);
        var callers = (node ?? House.Node).GetRequiredService<Callers>();
        return (await callers.AuthenticateAsync(token, Surface.Doordeck, default, CancellationToken.None)).Value;
    }

    public async Task<IReadOnlyList<ApplicationUser>> UsersAsync(int size = 100, WireId? last = null) =>
        (await House.Get<ApplicationUsers>().ListAsync(Owner, Id, size, last, CancellationToken.None)).Value;

    /// <summary>Acts while another changes somebody's rows, and commits when the act waits for them.</summary>
    public async Task<T> MeanwhileAsync<T>(Func<Task<T>> act, Caller of, params string[] changes)
    {
        await using var connection = await House.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var change in changes)
        {
            await using var command = new NpgsqlCommand(change, connection, transaction) { Parameters = { new() { Value = of.Principal.Id } } };
            await command.ExecuteNonQueryAsync();
        }

        var acting = act();
        await Poll.UntilAsync(async () => await House.WaitingForLocksAsync() == 1);
        await transaction.CommitAsync();
        return await acting;
    }

    public async ValueTask DisposeAsync()
    {
        Signer.Dispose();
        await House.DisposeAsync();
    }
}

internal static class HouseApplications
{
    public static async Task<WireId> ApplicationAsync(this House house, Caller owner) =>
        new(WireIdKind.ApplicationUuid, (await house.Get<AddApplication>().RunAsync(owner, AppHouse.Fields, CancellationToken.None)).Value);

    public static async Task<WireId> UuidAsync(this House house, Caller of) =>
        new(
            WireIdKind.UserUuid,
            await house.AskAsync<string>("select wire_id from public_id where row_id = $1 and kind = $2", of.Principal.Id, (short)WireIdKind.UserUuid)
        );
}
