using System.Net;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Tests.Secrets;
using Latchwork.Testing;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Identity;

/// <summary>RL-1, RL-3.</summary>
public sealed class PasswordLogInTests
{
    private const string Account = "desk@example.com";
    private const string RightMd5 = "ff3bdd571bbec1a341744f201b57d04e";
    private const string WrongMd5 = "00000000000000000000000000000000";
    private const int HashedAtOnce = 2;

    private readonly SettableClock clock = new();

    [Fact]
    public async Task A_burst_gets_no_more_tries_than_those_that_come_one_by_one()
    {
        await using var house = await House.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(1, 60).Select(n => TryAsync(house, Account, from: $"203.0.113.{n}")));

        Assert.InRange(answers.Count(answer => answer!.Code == AccessErrorCode.WrongLogin), 10, 10 + HashedAtOnce - 1);
        Assert.InRange(await ConsecutiveAsync(house), 10, 10 + HashedAtOnce - 1);
    }

    [Fact]
    public async Task Who_hangs_up_before_the_answer_has_tried_all_the_same()
    {
        await using var house = await House.OpenAsync();
        await TryAsync(house, Account);

        using var hangUp = new CancellationTokenSource();
        Task<AccessError?> asked;
        await using (var holder = await house.Owner.OpenConnectionAsync())
        {
            await using var hold = new NpgsqlCommand("begin; select 1 from throttle for update", holder);
            await hold.ExecuteNonQueryAsync();
            asked = TryAsync(house, Account, cancel: hangUp.Token);
            await Poll.UntilAsync(async () =>
                await house.AskAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                > 0
            );
            await hangUp.CancelAsync();
        }

        await asked.ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(2, await ConsecutiveAsync(house));
    }

    /// <summary>Whoever holds the chain of a tenant may raise its people, and write rows that name them, such as the grants of a new lock.</summary>
    [Fact]
    public async Task A_log_in_that_waits_for_the_chain_leaves_its_account_to_those_who_hold_the_chain()
    {
        await using var house = await House.OpenAsync();
        await using var holder = await house.Owner.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("begin; set local lock_timeout = '10s'; select 1 from audit_chain for update", holder);
        await hold.ExecuteNonQueryAsync();
        var logIn = house.Get<LogIn>().ForKeyAsync(Account, RightMd5, default, CancellationToken.None);
        await Poll.UntilAsync(async () => await house.WaitingForLocksAsync() > 0);

        await using var name = new NpgsqlCommand("select 1 from app_user for update; commit", holder);
        await name.ExecuteNonQueryAsync();

        Assert.Null((await logIn).Error);
    }

    [Fact]
    public async Task All_spellings_of_a_number_are_one_account()
    {
        await using var house = await House.OpenAsync();
        for (var blanks = 1; blanks <= 10; blanks++)
        {
            await TryAsync(house, $"+44{new string(' ', blanks)}20 7946 0000");
        }

        Assert.Equal(AccessErrorCode.TooManyAttempts, (await TryAsync(house, "+442079460000", "198.51.100.1"))?.Code);
    }

    [Fact]
    public async Task A_network_of_64_bits_is_one_source()
    {
        await using var house = await House.OpenAsync();
        for (var host = 1; host <= 10; host++)
        {
            await TryAsync(house, $"guess{host}@example.com", $"2001:db8:0:7:{host}::1");
        }

        Assert.Equal(AccessErrorCode.TooManyAttempts, (await TryAsync(house, Account, "2001:db8:0:7:ffff::1"))?.Code);
        Assert.Equal(AccessErrorCode.WrongLogin, (await TryAsync(house, Account, "2001:db8:0:8::1"))?.Code);
    }

    [Fact]
    public async Task Who_tries_again_as_soon_as_they_may_waits_twice_as_long_each_time()
    {
        await using var house = await House.OpenAsync(clock);
        await FailAsync(house, times: 10);

        var waits = new List<double>();
        for (var more = 0; more < 8; more++)
        {
            waits.Add(await WaitAsync(house));
            await TryAsync(house, Account);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 32, 60], waits);
    }

    [Fact]
    public async Task After_a_quiet_window_the_doubling_begins_anew()
    {
        await using var house = await House.OpenAsync(clock);
        await FailAsync(house, times: 11);
        clock.Advance(TimeSpan.FromMinutes(17));

        await FailAsync(house, times: 10);

        Assert.Equal(0.5, await WaitAsync(house));
    }

    [Fact]
    public async Task A_hundred_wrong_passwords_in_a_row_leave_the_owner_a_way_back()
    {
        await using var house = await House.OpenAsync(clock);
        await TryAsync(house, Account);
        await house.DoAsync("update throttle set consecutive = 99 where kind = 1");
        await TryAsync(house, Account);

        Assert.Equal(24 * 60, await WaitAsync(house));
        await TryAsync(house, Account);
        Assert.Equal(24 * 60, await WaitAsync(house));
        Assert.Null(await TryAsync(house, Account, passwordMd5: RightMd5));
        await FailAsync(house, times: 9);
        Assert.Equal(AccessErrorCode.WrongLogin, (await TryAsync(house, Account))?.Code);
    }

    private static async Task FailAsync(House house, int times)
    {
        for (var n = 0; n < times; n++)
        {
            await TryAsync(house, Account);
        }
    }

    private async Task<double> WaitAsync(House house)
    {
        var refused = await TryAsync(house, Account);
        Assert.Equal(AccessErrorCode.TooManyAttempts, refused?.Code);
        clock.Advance(refused!.RetryAfter!.Value);
        return refused.RetryAfter.Value.TotalMinutes;
    }

    private static async Task<AccessError?> TryAsync(
        House house,
        string account,
        string? from = null,
        string passwordMd5 = WrongMd5,
        CancellationToken cancel = default
    )
    {
        var origin = new RequestOrigin(from is null ? null : IPAddress.Parse(from), null);
        return (await house.Get<LogIn>().ForTokensAsync(account, passwordMd5, null, TokenKind.Legacy, origin, cancel)).Error;
    }

    private static async Task<int> ConsecutiveAsync(House house) => await house.AskAsync<int>("select consecutive from throttle where kind = 1");
}
