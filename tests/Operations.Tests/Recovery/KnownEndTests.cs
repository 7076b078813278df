using Latchwork.Operations.Recovery;
using Xunit;

namespace Latchwork.Operations.Tests.Recovery;

/// <summary>FS-6: a restore believes that it knows all only where that is so.</summary>
public sealed class KnownEndTests
{
    [Fact]
    public async Task A_journal_that_ends_with_a_clean_stop_is_whole()
    {
        await using var house = await House.OpenAsync();
        var backup = await house.BackUpAsync();
        await house.TellAsync(house.Tenant, 3);
        await house.KeepJournalAsync();
        await house.TellAsync(house.Tenant, 3);
        await house.CloseJournalAsync();

        Assert.True(await IsWholeAsync(house, backup, house.RecoveryFolder));
    }

    [Fact]
    public async Task A_backup_of_a_server_that_stopped_and_did_nothing_since_is_whole_with_its_journal_alone()
    {
        await using var house = await House.OpenAsync();
        await house.TellAsync(house.Tenant, 3);
        await house.CloseJournalAsync();
        var backup = await house.BackUpAsync();

        Assert.True(await IsWholeAsync(house, backup, house.RecoveryFolder));
        Assert.False(await IsWholeAsync(house, backup));
    }

    [Fact]
    public async Task A_server_that_worked_on_after_a_clean_stop_and_was_killed_is_not_whole()
    {
        await using var house = await House.OpenAsync();
        var backup = await house.BackUpAsync();
        await house.CloseJournalAsync();
        await house.TellAsync(house.Tenant);
        await house.KeepJournalAsync();

        Assert.False(await IsWholeAsync(house, backup, house.RecoveryFolder));
    }

    [Fact]
    public async Task A_node_that_stops_while_another_is_at_work_does_not_say_that_this_was_all()
    {
        await using var house = await House.OpenAsync();
        var backup = await house.BackUpAsync();
        await house.TellAsync(house.Tenant);
        await house.DoAsync(
            "insert into node (node_id, name, started_at, joined_at, seen_at) values ($1, 'other', now(), clock_timestamp(), clock_timestamp())",
            Guid.CreateVersion7()
        );
        await house.CloseJournalAsync();

        Assert.False(await IsWholeAsync(house, backup, house.RecoveryFolder));
    }

    [Fact]
    public async Task Folders_of_two_nodes_are_whole_together_and_neither_is_alone()
    {
        await using var house = await House.OpenAsync();
        var (other, folder) = house.OtherJournal();
        var backup = await house.BackUpAsync();
        for (var turn = 0; turn < 3; turn++)
        {
            await house.TellAsync(house.Tenant);
            await house.KeepJournalAsync();
            await house.TellAsync(house.Tenant);
            await other.RunAsync(CancellationToken.None);
        }

        await house.CloseJournalAsync();

        Assert.True(await IsWholeAsync(house, backup, house.RecoveryFolder, folder));
        Assert.False(await IsWholeAsync(house, backup, house.RecoveryFolder));
        Assert.False(await IsWholeAsync(house, backup, folder));
    }

    [Fact]
    public async Task A_journal_that_was_pruned_up_to_after_the_backup_is_not_whole_and_what_it_tells_holds()
    {
        await using var house = await House.OpenAsync();
        var backup = await house.BackUpAsync();
        await house.TellAsync(house.Tenant);
        await house.CloseJournalAsync();
        var lost = Assert.Single(Directory.GetFiles(house.RecoveryFolder));
        await house.TellAsync(house.Tenant);
        await house.CloseJournalAsync();
        File.Delete(lost);

        var (restored, report) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        Assert.False(report.IsWhole);
        Assert.Equal(0, report.Events);
        Assert.NotNull(report.JournalUntil);
        Assert.All(await restored.VerifyAsync(), chain => Assert.True(chain.IsSound, string.Join(' ', chain.Faults)));
    }

    /// <summary>The batch is on the disk before the database forgets it; a kill between the two writes it again.</summary>
    [Fact]
    public async Task A_kill_between_the_disk_and_the_database_loses_nothing_and_starts_again()
    {
        await using var house = await House.OpenAsync();
        var backup = await house.BackUpAsync();
        await house.TellAsync(house.Tenant);
        await house.DoAsync("create function refuse() returns trigger language plpgsql as $$ begin raise 'killed'; end $$");
        await house.DoAsync("create trigger killed before update on recovery_mark for each row execute function refuse()");
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(house.KeepJournalAsync);
        await house.DoAsync("drop trigger killed on recovery_mark");
        house.Get<KeepRecoveryJournal>().Dispose();

        await house.Get<RecoveryState>().CheckAsync(CancellationToken.None);
        await house.TellAsync(house.Tenant);
        await house.CloseJournalAsync();

        var (restored, report) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;
        Assert.True(report.IsWhole);
        Assert.Equal(2, report.Events);
    }

    /// <summary>Its clean end would be taken for ours, and sessions that ended would live again.</summary>
    [Fact]
    public async Task The_journal_of_another_database_is_refused()
    {
        await using var house = await House.OpenAsync();
        var backup = await house.BackUpAsync();
        await house.TellAsync(house.Tenant);
        await house.CloseJournalAsync();
        var (other, folder) = house.OtherJournal();
        await house.DoAsync("update recovery_mark set journal_id = gen_random_uuid()");
        await house.TellAsync(house.Tenant);
        await other.CloseAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<BackupException>(() => house.RestoreAsync(backup, house.RecoveryFolder, folder));
        Assert.Contains(folder, refused.Message, StringComparison.Ordinal);
        var start = await Assert.ThrowsAsync<BackupException>(() => house.Get<RecoveryState>().CheckAsync(CancellationToken.None));
        Assert.Contains($"The folder {house.RecoveryFolder} holds the journal of another database", start.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> IsWholeAsync(House house, string backup, params string[] journals)
    {
        var (restored, report) = await house.RestoreAsync(backup, journals);
        await restored.DisposeAsync();
        return report.IsWhole;
    }
}
