using System.Text.RegularExpressions;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>One house on two nodes, its owner's phone, and a guest's, who has no right there yet.</summary>
public sealed partial class DoordeckStreet : IAsyncLifetime
{
    private const string GuestEmail = "guest@example.com";

    private readonly Street street = new(links: 1);
    private readonly List<HttpClient> clients = [];
    private TwoServers servers = null!;

    internal SharedDatabase Database { get; private set; } = null!;

    /// <summary>Of the nodes, in the order in which they were started.</summary>
    internal IReadOnlyList<HttpClient> Nodes => clients;

    internal DoordeckPhone Owner { get; private set; } = null!;

    internal DoordeckPhone Guest { get; private set; } = null!;

    /// <summary>As the wire names it.</summary>
    internal string Door { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Database = await SharedDatabase.StartAsync();
        servers = await TwoServers.StartAsync(Database);
        await servers.SetUpAsync();
        await servers.PairAsync(street.Worlds.Keys);
        await Poll.UntilAsync(async () =>
        {
            var found = await Database.ListAsync(DoorSql, row => row.GetString(0));
            Door = found.FirstOrDefault() ?? "";
            return found.Count > 0;
        });
        clients.AddRange(servers.Addresses.Select(address => new HttpClient { BaseAddress = address }));
        Owner = await DoordeckPhone.RegisteredAsync(clients[0], House.Login, House.Password);
        Guest = await DoordeckPhone.NewPersonAsync(clients[1], GuestEmail, House.Password);
        await VerifyAsync(GuestEmail);
    }

    /// <summary>The first node again, on its own folder.</summary>
    internal async Task StartFirstAgainAsync()
    {
        await servers.StartFirstAgainAsync();
        clients[0].Dispose();
        clients[0] = new HttpClient { BaseAddress = servers.First.Server.BaseUrl };
    }

    public async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        Guest.Dispose();
        clients.ForEach(client => client.Dispose());
        await servers.DisposeAsync();
        await Database.DisposeAsync();
        await street.DisposeAsync();
    }

    /// <summary>By the link in the mail.</summary>
    private async Task VerifyAsync(string email)
    {
        var mail = "";
        await Poll.UntilAsync(() =>
        {
            mail = servers.Mails.FirstOrDefault(text => text.Contains($"To: {email}", StringComparison.Ordinal)) ?? "";
            return mail.Length > 0;
        });
        var token = Token().Match(mail).Groups["token"].Value;
        using var answer = await clients[0].PutAsync(new Uri($"/account/email/verify?code={token}", UriKind.Relative), content: null);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {mail}");
    }

    [GeneratedRegex("(?:token|code)=(?<token>[A-Za-z0-9_-]+)", RegexOptions.None, 1000)]
    private static partial Regex Token();

    private const string DoorSql = """
        select p.wire_id from smart_lock l join public_id p on p.tenant_id = l.tenant_id and p.row_id = l.lock_id and p.kind = 20
        join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.is_online
        where l.is_online order by l.device_address limit 1
        """;
}
