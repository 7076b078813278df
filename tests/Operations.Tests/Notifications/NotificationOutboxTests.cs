using Latchwork.Domain;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Tests.Users;
using Latchwork.Operations.Users;
using Latchwork.Testing;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Notifications;

public sealed class NotificationOutboxTests
{
    private const string LeftOut = "select count(*) from notification where failure = 'TooMany' and due_at is null and recipient_sealed is null";

    private readonly ShiftedClock clock = new();

    [Fact]
    public async Task Nobody_gets_more_than_ten_messages_of_a_kind_an_hour_from_all_tenants_together()
    {
        await using var house = await House.OpenAsync(clock);
        for (var i = 0; i < MessageLimits.AnHour; i++)
        {
            Assert.Null((await house.WriteAsync(house.Letter())).Error);
        }

        var refused = (await house.WriteAsync(house.Letter(), "ANN@example.com")).Error!;

        Assert.Equal(AccessErrorCode.RateLimited, refused.Code);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.Equal(10, await house.AskAsync<long>("select count(*) from notification"));
        Assert.Null((await house.WriteAsync(house.Letter(), "bob@example.com")).Error);
        clock.Forward(refused.RetryAfter.Value);
        Assert.Null((await house.WriteAsync(house.Letter())).Error);
    }

    [Fact]
    public async Task Those_who_write_at_once_do_not_get_past_the_limit()
    {
        await using var house = await House.OpenAsync(clock);

        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => house.WriteAsync(house.Letter())));

        Assert.Equal(MessageLimits.AnHour, all.Count(one => one.Error is null));
    }

    [Fact]
    public async Task Codes_have_limits_of_their_own()
    {
        await using var house = await House.OpenAsync(clock);
        for (var i = 0; i < 20; i++)
        {
            Assert.Null((await house.WriteAsync(house.Code("123456"))).Error);
        }

        Assert.Null((await house.WriteAsync(house.Letter())).Error);
    }

    [Fact]
    public async Task Who_has_had_enough_messages_is_given_more_doors_all_the_same()
    {
        await using var house = await House.OpenAsync(clock);
        var desk = await house.DeskAsync();
        for (var i = 0; i < MessageLimits.AnHour + 2; i++)
        {
            var door = await house.NumberAsync(await house.AddLockAsync());
            Assert.Null((await house.GiveAsync(desk, door, "new", request => request with { InvitesUnknown = true })).Error);
        }

        Assert.Equal(10, await house.AskAsync<long>("select count(*) from notification where due_at is not null"));
        Assert.Equal(2, await house.AskAsync<long>(LeftOut));
        Assert.Equal(12, await house.AskAsync<long>("select count(*) from access_grant where accepted_at is null"));
    }

    [Fact]
    public async Task Somebody_new_who_has_had_enough_messages_is_given_the_door_and_comes_in_by_a_mail_that_they_ask_for()
    {
        await using var house = await House.OpenAsync(clock);
        for (var i = 0; i < MessageLimits.AnHour; i++)
        {
            await house.WriteAsync(new Welcome("token", User: null, clock.Now().AddDays(1)), "new@example.com");
        }

        var door = await house.NumberAsync(await house.AddLockAsync());
        var given = await house.GiveAsync(await house.DeskAsync(), door, "new", request => request with { InvitesUnknown = true });

        Assert.True(given.Value.IsWaiting);
        Assert.Equal(1, await house.AskAsync<long>(LeftOut));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from invitation"));
        await house.Get<RequestPasswordReset>().RunAsync("new@example.com", CancellationToken.None);
        var (token, user) = await house.MailedAsync("password-reset");
        Assert.Null((await house.ResetAsync(user, token)).Error);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from access_grant where accepted_at is null"));
    }

    [Fact]
    public async Task What_strangers_ask_for_uses_up_nothing_that_the_person_needs()
    {
        await using var house = await House.OpenAsync(clock);
        var ann = await house.CallerAsync((await house.RegisterAsync(MailHouse.Someone)).Value);
        var door = await house.NumberAsync(await house.AddLockAsync());
        for (var i = 0; i < MessageLimits.AnHour + 1; i++)
        {
            await house.Get<RequestPasswordReset>().RunAsync(MailHouse.Someone, CancellationToken.None);
        }

        Assert.Equal(10, (await house.MailsAsync("password-reset")).Count);
        Assert.Null((await house.Get<SendVerification>().RunAsync(ann, CancellationToken.None)).Error);
        await house.GiveAsync(await house.DeskAsync(), door, "ann", request => request with { InvitesUnknown = true });
        Assert.Single(await house.MailsAsync("welcome"));
    }

    /// <summary>Who writes to somebody takes the person first, as those do who change the account: else each might wait for the other.</summary>
    [Fact]
    public async Task Nobody_holds_an_address_who_waits_for_its_person()
    {
        await using var house = await House.OpenAsync(clock);
        var ann = await house.CallerAsync((await house.RegisterAsync(MailHouse.Someone)).Value);
        var desk = await house.DeskAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        await using var connection = await house.Owner.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var other = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select 1 from app_user where user_id = $1 for update", connection, other);
        hold.Parameters.Add(new() { Value = ann.Principal.Id });
        await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        var writing = Task.WhenAll(
            house.Get<RequestPasswordReset>().RunAsync(MailHouse.Someone, CancellationToken.None),
            house.Get<SendVerification>().RunAsync(ann, CancellationToken.None),
            house.GiveAsync(desk, door, "ann", request => request with { InvitesUnknown = true })
        );
        await Poll.UntilAsync(async () => await house.WaitingForLocksAsync() == 3);

        const string Held =
            "select count(*) from pg_locks where locktype = 'advisory' and classid = 7302 and database = (select oid from pg_database where datname = current_database())";
        Assert.Equal(0, await house.AskAsync<long>(Held));
        await other.RollbackAsync(TestContext.Current.CancellationToken);
        await writing;
        Assert.Equal(4, await house.AskAsync<long>("select count(*) from notification where due_at is not null"));
    }

    [Fact]
    public async Task What_is_over_goes_after_its_time_and_what_waits_stays()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await house.NumberAsync(await house.AddLockAsync());
        await house.GiveAsync(await house.DeskAsync(), door, "new", request => request with { InvitesUnknown = true });
        await house.WriteAsync(house.Letter());
        await house.DoAsync(
            "update notification set due_at = null, state = 1, created_at = created_at - interval '31 days' where template = 'verify-email'"
        );
        await house.DoAsync(
            """
            insert into one_time_code (tenant_id, code_id, user_id, purpose, code_hash, created_at, expires_at)
            select home_tenant_id, gen_random_uuid(), user_id, 1, '', now(), now() - age * interval '1 day' from app_user, unnest(array[1, 31]) as age
            """
        );
        var people = await house.AskAsync<long>("select count(*) from app_user");

        await house.Get<PruneRows>().RunAsync(CancellationToken.None);

        Assert.Equal("welcome", await house.AskAsync<string>("select string_agg(template, ' ') from notification"));
        Assert.Equal(people, await house.AskAsync<long>("select count(*) from one_time_code"));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from invitation"));
        clock.Forward(TimeSpan.FromDays(45));
        await house.Get<PruneRows>().RunAsync(CancellationToken.None);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from invitation"));
    }
}
