using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;
using Latchwork.Testing;
using Npgsql;

namespace Latchwork.Fleet.Tests;

/// <summary>
/// A tenant with locks behind one link, its database, and the nodes that serve it. When it closes, no digit that was set in it may be found
/// in a log line or an audit record (LG-1, KR-7).
/// </summary>
internal sealed class House(TestDatabase database, Func<TimeProvider, ILockDriver> driver) : IAsyncDisposable
{
    private readonly byte[] root = RandomNumberGenerator.GetBytes(32);
    private readonly List<Node> nodes = [];
    private readonly ConcurrentBag<string> canaries = [];

    public TenantId Tenant { get; private set; }

    public ShiftedClock Clock { get; } = new();

    public LogRecorder Logs { get; } = new();

    /// <summary>The tenant's own desk, with every right.</summary>
    public Caller Desk => Caller.Server(Tenant);

    public Node First => nodes[0];

    public string NativeKey { get; private set; } = "";

    public static async Task<House> BuildAsync(string family, string address, Func<TimeProvider, ILockDriver> driver)
    {
        var house = new House(await TestDatabase.CreateAsync(), driver);
        var first = house.AddNode("first");
        var token = await first.Get<PrepareInstallation>().RunAsync(CancellationToken.None);
        var request = new TenantRequest("House", "Asia/Tokyo", "desk@example.com", "Desk", "a long and quiet password");
        var founded = (await first.Get<CompleteSetUp>().RunAsync(token!, request, default, CancellationToken.None)).Value;
        (house.Tenant, house.NativeKey) = (founded.Tenant, founded.NativeKey);
        var link = new PairLinkRequest(family, address, "Doors");
        Assert.Null((await first.Get<PairLink>().RunAsync(house.Desk, house.Tenant, link, CancellationToken.None)).Error);
        await first.StartAsync();
        return house;
    }

    public Node AddNode(string name)
    {
        var node = new Node(name, database.ConnectionString, root, driver(Clock), Clock, Logs);
        nodes.Add(node);
        return node;
    }

    public async Task StopAsync(Node node)
    {
        nodes.Remove(node);
        await node.DisposeAsync();
    }

    /// <summary>The public id of the lock at an address of the link, once it was found there.</summary>
    public async Task<WireId> LockAsync(string address)
    {
        var number = "";
        await Poll.UntilAsync(async () =>
            (
                number = await AskAsync(
                    $"select p.wire_id from smart_lock l join public_id p on p.row_id = l.lock_id and p.kind = {(int)WireIdKind.LockNumber} "
                        + $"where l.device_address = '{address}' and l.is_online"
                )
            ).Length > 0
        );
        return new WireId(WireIdKind.LockNumber, number);
    }

    public async Task<CreatedPasscode> SetAsync(WireId smartLock, string digits, TimeWindow window = default)
    {
        var created = await TrySetAsync(smartLock, digits, window);
        return created.IsRefused(out var refusal, out var passcode)
            ? throw new InvalidOperationException($"{refusal.Code}: {refusal.Detail}")
            : passcode;
    }

    public Task<Outcome<CreatedPasscode>> TrySetAsync(WireId smartLock, string digits, TimeWindow window = default) =>
        First
            .Get<CreatePasscode>()
            .RunAsync(
                Desk,
                new CreatePasscodeRequest
                {
                    Locks = [smartLock],
                    Digits = Canary(digits),
                    Name = "Guest",
                    Window = window,
                },
                CancellationToken.None
            );

    public async Task ChangeAsync(CreatedPasscode passcode, string digits) =>
        Assert.Null(
            (await First.Get<ChangePasscode>().RunAsync(Desk, IdOf(passcode), null, new() { Digits = Canary(digits) }, CancellationToken.None)).Error
        );

    public async Task RevokeAsync(CreatedPasscode passcode) =>
        Assert.Null((await First.Get<RevokePasscode>().RunAsync(Desk, IdOf(passcode), null, needsLink: false, CancellationToken.None)).Error);

    public static WireId IdOf(CreatedPasscode passcode) => WireId.Number(WireIdKind.EnrollmentNumber, passcode.Enrollments[0].Number);

    /// <summary>What may be shown of it; null once it is not listed any more.</summary>
    public async Task<CredentialView?> LookAsync(CreatedPasscode passcode)
    {
        var seen = await First.Get<PasscodeQueries>().OneAsync(Desk, IdOf(passcode), CancellationToken.None);
        return seen.IsRefused(out _, out var view) ? null : view;
    }

    public Task UntilAsync(CreatedPasscode passcode, Func<CredentialView, bool> holds, TimeSpan? limit = null)
    {
        CredentialView? seen = null;
        return Poll.UntilAsync(
            async () => (seen = await LookAsync(passcode)) is { } view && holds(view),
            limit,
            () => seen is null ? "It is gone." : $"{seen.Status}, {seen.Evidence}, {seen.Trouble}: {seen.Verdict}"
        );
    }

    public Task UntilReadBackAsync(CreatedPasscode passcode, TimeSpan? limit = null) =>
        UntilAsync(passcode, view => view is { Status: EnrollmentStatus.Active, Evidence: EvidenceRung.ReadBack }, limit);

    /// <summary>Asked of the rows: whoever looks at a code sixty times is not shown it again within the hour, which looks the same.</summary>
    public Task UntilGoneAsync(CreatedPasscode passcode, TimeSpan? limit = null) =>
        Poll.UntilAsync(
            async () =>
                await AskAsync($"select count(*) from enrollment where enrollment_id = '{passcode.Enrollments[0].Id.Value}' and gone_at is null")
                == "0",
            limit
        );

    /// <summary>The audit's kinds of events about a lock, in the order of the chain.</summary>
    public Task<string> AuditAsync() =>
        AskAsync(
            "select string_agg(kind::text, ' ' order by received_at, sequence) from audit_event where kind between 40 and 44 or kind between 100 and 103"
        );

    /// <summary>Holds the end of the tenant's chain, as another act does, until the transaction ends.</summary>
    public async Task<NpgsqlConnection> HoldChainAsync()
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; select 1 from audit_chain where tenant_id = '{Tenant.Value}' for update", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public async Task<string> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        await AssertNoDigitsAsync();
        await database.DisposeAsync();
    }

    public PinDigits Canary(string digits)
    {
        canaries.Add(digits);
        return PinDigits.Parse(digits).Value;
    }

    private async Task AssertNoDigitsAsync()
    {
        var audit = await AskAsync(
            "select string_agg(encode(bytes, 'escape'), ' ') from (select bytes from audit_event union all select bytes from audit_private) as b"
        );
        var plans = await AskAsync("select string_agg(e.plan::text || coalesce(e.failure, ''), ' ') from enrollment e");
        foreach (var digits in canaries)
        {
            // Six digits can stand in an id or a fraction of a second by chance: only whole words count.
            var word = new System.Text.RegularExpressions.Regex($@"(?<![0-9a-f.\-]){digits}(?![0-9a-f\-])", default, TimeSpan.FromSeconds(5));
            Assert.DoesNotMatch(word, audit);
            Assert.DoesNotMatch(word, plans);
            Assert.All(Logs.Lines, line => Assert.DoesNotMatch(word, line));
        }
    }

    [ModuleInitializer]
    internal static void Migrate() =>
        TestDatabase.PrepareTemplateWith(async connection =>
        {
            await using var owner = NpgsqlDataSource.Create(connection);
            await Migrator.RunAsync(owner, TimeProvider.System, CancellationToken.None);
        });
}
