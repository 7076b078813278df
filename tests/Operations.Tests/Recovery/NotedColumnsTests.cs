using Xunit;

namespace Latchwork.Operations.Tests.Recovery;

/// <summary>FS-6: whoever adds a way to take something away has to say whether it holds after a restore.</summary>
public sealed class NotedColumnsTests
{
    /// <summary>Columns whose names say that something ended, and why the journal leaves them out.</summary>
    private static readonly Dictionary<string, string> LeftOut = new(StringComparer.Ordinal)
    {
        ["api_client.unbound_at"] = "an observation of its requests",
        ["device.gone_at"] = "the link tells it again",
        ["device_command.ended_at"] = "the events tell it",
        ["enrollment.gone_at"] = "the lock is read again",
        ["enrollment.used_at"] = "evidence of a use, which the events tell",
        ["hidden_event.hidden_at"] = "never changes; the row is noted when it is made",
        ["leaf_certificate.ends_at"] = "never changes",
        ["link_lease.expires_at"] = "leases end with the restore",
        ["lock_watch.refused_at"] = "an observation",
        ["lock_watch.suspect_at"] = "an observation",
        ["locker_box.gone_at"] = "the link tells it again",
        ["notification.ends_at"] = "never changes",
        ["one_time_code.expires_at"] = "never changes",
    };

    [Fact]
    public async Task Every_column_that_says_an_end_is_noted_in_the_journal_or_left_out_with_a_reason()
    {
        await using var house = await House.OpenAsync();
        var unsaid = await house.TextsAsync(
            """
            select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
                and a.attname ~ '^(revoked|removed|ended|disabled|decommissioned|erased|used|frozen|retired|closed|archived|cancelled|paused|gone|unbound|hidden|expires|ends|suspect|refused|switched_off)_at$'
                and not exists (
                    select from pg_trigger t where t.tgrelid = c.oid and t.tgname like 'recovery%changed'
                        and encode(t.tgargs, 'escape') ~ ('( |\\000)' || a.attname || '( |\\000)'))
            order by 1
            """
        );

        Assert.Empty(unsaid.Except(LeftOut.Keys, StringComparer.Ordinal));
        Assert.Empty(LeftOut.Keys.Except(unsaid, StringComparer.Ordinal));
    }

    /// <summary>A row that ceases to be says an end, too.</summary>
    [Fact]
    public async Task Every_table_from_which_rights_are_deleted_notes_it()
    {
        await using var house = await House.OpenAsync();
        var noted = await house.TextsAsync("select tgrelid::regclass::text from pg_trigger where tgname like 'recovery%deleted' order by 1");

        string[] rights =
        [
            "alert",
            "application_issuer",
            "application_key",
            "application_owner",
            "application_person",
            "hmac_secret",
            "invitation",
            "login",
            "membership",
            "one_time_code",
            "passkey",
            "recovery_code",
            "session",
            "signing_key",
            "tile",
            "tile_lock",
        ];
        Assert.Equal(rights, noted);
    }
}
