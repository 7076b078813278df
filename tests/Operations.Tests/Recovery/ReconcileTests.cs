using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Members;
using Latchwork.Operations.Recovery;
using Latchwork.Operations.Sessions;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Credentials;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Tests.Signing;
using Latchwork.Operations.Tests.Users;
using Latchwork.Operations.Users;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Recovery;

/// <summary>FS-6: what was taken away after a backup was made stays away, what happened stays told, and what is not known is not believed.</summary>
public sealed class ReconcileTests
{
    private const string DeskName = "desk@example.com";

    [Fact]
    public async Task A_grant_that_was_revoked_or_narrowed_after_the_backup_is_so_again_and_one_given_since_is_known()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        foreach (var person in new[] { "ann", "ben", "cat" })
        {
            await house.PersonAsync(person);
        }

        var (ann, ben) = (await house.GivenAsync(desk, door, "ann"), await house.GivenAsync(desk, door, "ben"));
        var backup = await house.BackUpAsync();
        Assert.Null((await house.RevokeAsync(desk, ann)).Error);
        var end = DateTimeOffset.FromUnixTimeSeconds(house.Clock.GetUtcNow().ToUnixTimeSeconds()).AddHours(1);
        Assert.Null((await house.ChangeAsync(desk, ben, new GrantEdit { Window = new TimeWindow(null, end) })).Error);
        var cat = await house.GivenAsync(desk, door, "cat");
        await house.CloseJournalAsync();

        var (restored, report) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        Assert.True(report.IsWhole);
        Assert.Equal((0L, 0), (report.Lost, report.Erased));
        var again = await restored.DeskAsync();
        Assert.NotNull((await restored.RevokeAsync(again, ann)).Error);
        Assert.Equal(end.UtcDateTime, await restored.AskAsync<DateTime>("select ends_at from access_grant where ends_at is not null"));
        Assert.Null((await restored.RevokeAsync(again, cat)).Error);
    }

    [Fact]
    public async Task A_code_that_was_revoked_is_due_to_go_and_one_given_out_since_is_known_with_its_digits_under_its_id()
    {
        await using var house = await House.OpenAsync();
        var keypad = await house.AddKeypadAsync();
        var former = await house.AddPasscodeAsync(keypad, "482916");
        var backup = await house.BackUpAsync();
        Assert.Null((await house.Get<RevokePasscode>().RunAsync(Server(house), former, null, false, CancellationToken.None)).Error);
        var since = await house.AddPasscodeAsync(keypad, "730158");
        await house.KeepJournalAsync();

        var (restored, report) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        Assert.False(report.IsWhole);
        Assert.NotNull((await restored.Get<RevealPasscode>().RunAsync(Server(house), former, CancellationToken.None)).Error);
        Assert.Equal("730158", (await restored.Get<RevealPasscode>().RunAsync(Server(house), since, CancellationToken.None)).Value.Digits.Reveal());
        // Both may be on the lock: each is looked at, the former to be taken off.
        Assert.Equal(
            ["False True", "True True"],
            await restored.TextsAsync(
                "select initcap(desired_present::text) || ' ' || initcap((doubted_at is not null and due_at is not null)::text) from enrollment order by 1"
            )
        );
        const string Numbers =
            "select coalesce(min(last_value), 0) from pg_sequences where sequencename like 'public\\_id\\_%' and last_value is not null";
        Assert.True(await restored.AskAsync<long>(Numbers) >= await house.AskAsync<long>(Numbers) + 9_000);
    }

    [Fact]
    public async Task What_a_tenant_asked_of_its_people_after_the_backup_it_asks_again()
    {
        await using var house = await House.OpenAsync();
        var backup = await house.BackUpAsync();
        await house.DoAsync("update tenant set asks_before_opening = true where tenant_id = $1", house.Tenant.Value);
        await house.CloseJournalAsync();

        var (restored, _) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        Assert.True(await restored.AskAsync<bool>("select asks_before_opening from tenant where tenant_id = $1", house.Tenant.Value));
    }

    [Fact]
    public async Task The_password_of_after_the_backup_is_the_password_and_a_session_that_ended_stays_ended()
    {
        await using var house = await House.OpenAsync();
        var (first, second) = (await SessionAsync(house), await SessionAsync(house));
        await house.RegisterAsync("ann@example.com");
        var ann = await house.CallerAsync((await house.LogInAsync("ann@example.com", Accounts.Password)).Value);
        var backup = await house.BackUpAsync();
        Assert.Null((await house.Get<EndSession>().RunAsync(first, CancellationToken.None)).Error);
        Assert.Null((await house.Get<ChangePassword>().RunAsync(ann, Accounts.Password, Accounts.Other, CancellationToken.None)).Error);
        await house.CloseJournalAsync();

        var (restored, _) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        Assert.NotNull((await restored.StillAsync(first)).Error);
        Assert.Null((await restored.StillAsync(second)).Error);
        Assert.Equal(AccessErrorCode.WrongLogin, (await restored.LogInAsync("ann@example.com", Accounts.Password)).Error?.Code);
        Assert.Null((await restored.LogInAsync("ann@example.com", Accounts.Other)).Error);
    }

    [Fact]
    public async Task Without_a_journal_sessions_certificates_and_codes_end_and_keys_of_programs_stay()
    {
        await using var house = await House.OpenAsync();
        var session = await SessionAsync(house);
        using var phone = new PhoneKey();
        Assert.Null((await house.CertifyAsync(session, phone)).Error);
        var key = await KeyAsync(house);
        await house.Get<InviteMember>().RunAsync(Server(house), house.Tenant, "new@example.com", TenantRole.Operator, CancellationToken.None);
        await house.Get<RequestPasswordReset>().RunAsync(DeskName, CancellationToken.None);
        var backup = await house.BackUpAsync();

        var (restored, report) = await house.RestoreAsync(backup);
        await using var disposed = restored;

        Assert.Null(report.JournalUntil);
        Assert.True(report.Revoked >= 2);
        Assert.NotNull((await restored.StillAsync(session)).Error);
        Assert.Equal(0, await restored.AskAsync<long>("select count(*) from leaf_certificate where revoked_at is null"));
        Assert.Equal(0, await restored.AskAsync<long>("select count(*) from one_time_code"));
        Assert.Equal(0, await restored.AskAsync<long>("select count(*) from invitation where used_at is null and expires_at > now()"));
        Assert.Equal(1, await restored.AskAsync<long>("select count(*) from hmac_secret"));
        Assert.Equal(key.Key, await restored.AskAsync<string>("select wire_id from public_id where kind = $1", (short)WireIdKind.KeyvoxKey));
        var now = restored.Clock.GetUtcNow();
        var state = restored.Get<RecoveryState>();
        await state.CheckAsync(CancellationToken.None);
        Assert.True(state.MayHaveBeenUsed(now.AddSeconds(-1), TimeSpan.Zero));
        Assert.True(state.MayHaveBeenUsed(now.AddSeconds(50), TimeSpan.FromSeconds(60)));
        Assert.False(state.MayHaveBeenUsed(now.AddSeconds(61), TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_program_whose_key_was_revoked_after_the_backup_stays_outside_and_a_rolled_secret_is_the_new_one()
    {
        await using var house = await House.OpenAsync();
        var revoked = await KeyAsync(house);
        var rolled = await KeyAsync(house);
        var backup = await house.BackUpAsync();
        Assert.Null((await house.Get<RevokeApiClient>().RunAsync(Server(house), IdOf(revoked), CancellationToken.None)).Error);
        var fresh = (await house.Get<RollHmacSecret>().RunAsync(Server(house), IdOf(rolled), TimeSpan.Zero, CancellationToken.None)).Value;
        await house.CloseJournalAsync();

        var (restored, _) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        Assert.Equal(HmacFault.UnknownKey, await FaultAsync(restored, revoked));
        Assert.NotNull(await FaultAsync(restored, rolled));
        Assert.Null(await FaultAsync(restored, fresh));
    }

    /// <summary>AU-7.</summary>
    [Fact]
    public async Task Who_was_erased_after_the_backup_is_erased_again_in_chains_that_verify()
    {
        await using var house = await House.OpenAsync();
        var ann = await house.CallerAsync((await house.RegisterAsync("ann@example.com")).Value);
        await house.VerifyAsync((await house.MailedAsync("verify-email")).Token);
        await house.GivenAsync(await house.DeskAsync(), await house.NumberAsync(await house.AddLockAsync()), "ann");
        Assert.Null((await house.Get<RenamePerson>().RunAsync(ann, "Ann of Example", CancellationToken.None)).Error);
        var backup = await house.BackUpAsync();
        Assert.Null((await house.Get<DeletePerson>().RunAsync(ann, CancellationToken.None)).Error);
        await house.CloseJournalAsync();

        var (restored, report) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        var person = ann.User!.Value.Value;
        Assert.Equal(1, report.Erased);
        Assert.Equal(AccessErrorCode.WrongLogin, (await restored.LogInAsync("ann@example.com", Accounts.Password)).Error?.Code);
        Assert.Equal(0, await restored.AskAsync<long>("select count(*) from audit_private where person_id = $1", person));
        Assert.True(await restored.AskAsync<bool>("select display_name is null and password_hash is null from app_user where user_id = $1", person));
        Assert.Equal(
            0,
            await restored.AskAsync<long>("select count(*) from access_grant where user_id = $1 and (revoked_at is null or name is not null)", person)
        );
        foreach (var table in new[] { "login", "membership", "invitation", "lock_preference" })
        {
            Assert.Equal(0, await restored.AskAsync<long>($"select count(*) from {table} where user_id = $1", person));
        }

        Assert.Equal(
            0,
            await restored.AskAsync<long>("select count(*) from notification where person_id = $1 and values_sealed is not null", person)
        );
        Assert.All(await restored.VerifyAsync(), chain => Assert.True(chain.IsSound, string.Join(' ', chain.Faults)));
    }

    /// <summary>AU-3: heads that left the house before it was lost hold for its events of before and after.</summary>
    [Fact]
    public async Task Events_of_after_the_backup_are_in_their_places_and_the_heads_exported_since_hold()
    {
        await using var house = await House.OpenAsync();
        var annex = await house.AddTenantAsync("annex");
        var heads = Directory.CreateDirectory(TestPaths.Fresh("heads")).FullName;
        var signing = house.NewNode(services =>
        {
            services.AddSingleton<IHeadSink>(new HeadFolder(heads, house.Clock));
            services.AddSingleton(new SignHeadsOptions { Records = 1 });
        });
        await signing.GetRequiredService<SignHeads>().RunAsync(CancellationToken.None);
        await house.TellAsync(house.Tenant, 5);
        var backup = await house.BackUpAsync();
        await house.TellAsync(house.Tenant, 30, new AuditPrivate { Address = "192.0.2.7" });
        await house.TellAsync(annex, 7);
        await signing.GetRequiredService<SignHeads>().RunAsync(CancellationToken.None);
        await house.KeepJournalAsync();

        var (restored, report) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        Assert.True(report.Events >= 37);
        const string List = "select tenant_id || ' ' || sequence || ' ' || encode(hash, 'hex') from audit_event where kind <> 123 order by 1";
        Assert.Equal(await house.TextsAsync(List), await restored.TextsAsync(List));
        var archive = HeadArchive.Load(heads);
        Assert.NotEmpty(archive.HeadsOf(annex));
        Assert.All(await restored.VerifyAsync(archive), chain => Assert.True(chain.IsSound, string.Join(' ', chain.Faults)));
    }

    /// <summary>JW-8, HM-7.</summary>
    [Fact]
    public async Task A_request_that_counted_once_after_the_backup_does_not_count_again()
    {
        await using var house = await House.OpenAsync();
        var backup = await house.BackUpAsync();
        var once = new OnceRequest(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), house.Clock.GetUtcNow().AddDays(1));
        var by = Server(house) with { Repeatable = once };
        Assert.Null((await InviteAsync(house, by)).Error);
        await house.CloseJournalAsync();

        var (restored, _) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        Assert.Equal(AccessErrorCode.Replayed, (await InviteAsync(restored, by)).Error?.Code);
    }

    [Fact]
    public async Task Every_list_ends_with_the_restore_and_a_second_backup_follows_the_journal_of_the_first()
    {
        await using var house = await House.OpenAsync();
        await house.AddTenantAsync("annex");
        var backup = await house.BackUpAsync();
        await house.TellAsync(house.Tenant, 3);
        await house.CloseJournalAsync();
        var (restored, _) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;
        Assert.Equal(
            await restored.TextsAsync("select tenant_id::text from audit_chain where sequence > 0 order by 1"),
            await restored.TextsAsync("select tenant_id::text from audit_event where kind = 123 order by 1")
        );
        await restored.Get<RecoveryState>().CheckAsync(CancellationToken.None);

        var second = await restored.BackUpAsync();
        await restored.TellAsync(house.Tenant, 4);
        await restored.CloseJournalAsync();
        var (again, report) = await restored.RestoreAsync(second, house.RecoveryFolder, restored.RecoveryFolder);
        await using var disposedToo = again;

        Assert.True(report.IsWhole);
        Assert.Equal(2, await again.AskAsync<long>("select count(*) from audit_event where kind = 123 and tenant_id = $1", house.Tenant.Value));
        Assert.Equal(1, await again.AskAsync<long>("select count(*) from restoration where not is_whole or proofs_from is null") - 1);
        Assert.All(await again.VerifyAsync(), chain => Assert.True(chain.IsSound, string.Join(' ', chain.Faults)));
    }

    [Fact]
    public async Task A_database_that_was_put_back_by_other_means_is_not_served_from_until_it_is_reconciled()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        await house.PersonAsync("ann");
        var grant = await house.GivenAsync(desk, door, "ann");
        await house.KeepJournalAsync();
        await house.Get<RecoveryState>().CheckAsync(CancellationToken.None);
        await using var older = house.MovedTo(await CopyAsync(house));
        await house.RevokeAsync(desk, grant);
        await house.KeepJournalAsync();
        await house.TellAsync(house.Tenant);
        await house.KeepJournalAsync();

        var state = new RecoveryState(older.Get<AccessDb>(), new RecoveryOptions { Folder = house.RecoveryFolder });
        var refused = await Assert.ThrowsAsync<BackupException>(() => state.CheckAsync(CancellationToken.None));
        Assert.Contains("--reconcile", refused.Message, StringComparison.Ordinal);

        using var keys = house.NewRootKeys();
        var report = await new RestoreBackup(older.Owner, house.Clock).ReconcileAsync([house.RecoveryFolder], keys, CancellationToken.None);
        await state.CheckAsync(CancellationToken.None);
        Assert.Null(report.TakenAt);
        Assert.NotNull((await older.RevokeAsync(await older.DeskAsync(), grant)).Error);
        Assert.All(await older.VerifyAsync(), chain => Assert.True(chain.IsSound, string.Join(' ', chain.Faults)));
    }

    private static async Task<TestDatabase> CopyAsync(House house)
    {
        var file = await house.BackUpAsync();
        var copy = await TestDatabase.CreateEmptyAsync();
        await using var owner = Npgsql.NpgsqlDataSource.Create(copy.ConnectionString);
        var (archive, manifest) = await BackupFile.OpenAsync(file, CancellationToken.None);
        await using var disposed = archive;
        await new LoadBackup(owner, house.Clock).RunAsync(archive, manifest, progress: null, CancellationToken.None);
        await using var drop = owner.CreateCommand($"drop table {LoadBackup.Mark}");
        await drop.ExecuteNonQueryAsync();
        return copy;
    }

    private static WireId IdOf(AddedHmacKey key) => new(WireIdKind.KeyvoxKey, key.Key);

    private static async Task<AddedHmacKey> KeyAsync(House house) =>
        (await house.Get<AddHmacKey>().RunAsync(Server(house), house.Tenant, "Rooms", null, new HmacKeyRules(), null, CancellationToken.None)).Value;

    private static async Task<HmacFault?> FaultAsync(House house, AddedHmacKey key)
    {
        byte[][] signed = ["POST /v1/unlock HTTP/1.1"u8.ToArray()];
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Secret), signed[0]);
        return (
            await house.Get<HmacCallers>().AuthenticateAsync(new HmacSignature(key.Key, signature, signed, true), default, CancellationToken.None)
        ).Fault;
    }

    private static Caller Server(House house) => Caller.Server(house.Tenant);

    private static async Task<Caller> SessionAsync(House house) =>
        await house.CallerAsync((await house.LogInAsync(DeskName, Accounts.Password)).Value);

    private static Task<Outcome<InvitedMember>> InviteAsync(House house, Caller by) =>
        house.Get<InviteMember>().RunAsync(by, house.Tenant, "new@example.com", TenantRole.Operator, CancellationToken.None);
}
