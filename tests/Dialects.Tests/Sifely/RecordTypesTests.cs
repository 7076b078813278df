using System.Globalization;
using Latchwork.Dialects.Sifely.Records;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Dialects.Tests.Sifely;

/// <summary>Sections 9, 13.5 and 13.6.</summary>
public sealed class RecordTypesTests
{
    /// <summary>Where the lock's number and the cloud's differ, or the number means a failure (13.6).</summary>
    private static readonly Dictionary<int, (int Type, bool IsSuccess)> Vendor = new()
    {
        [4] = (4, true),
        [7] = (4, false),
        [17] = (7, true),
        [20] = (8, true),
        [22] = (8, false),
        [25] = (7, false),
        [26] = (11, true),
        [27] = (10, true),
        [28] = (12, true),
        [58] = (58, false),
    };

    [Fact]
    public void No_event_is_told_as_two_things() =>
        Assert.DoesNotContain(AllFacts(), facts => RecordTypes.All.Count(pattern => pattern.Matches(facts)) > 1);

    [Fact]
    public void What_a_history_counts_is_what_it_can_tell() =>
        Assert.DoesNotContain(AllFacts(), facts => RecordTypes.All.Any(pattern => pattern.Matches(facts)) != RecordTypes.Of(facts).HasValue);

    [Fact]
    public void Numbers_agree_with_the_vendors_table()
    {
        foreach (var told in Told().Select(row => row.Type).Where(type => type.FromLock is not null).Distinct())
        {
            var (type, isSuccess) = Vendor.GetValueOrDefault(told.FromLock!.Value, (told.FromLock.Value, true));
            // A command that failed keeps the number of the command.
            var isFailedCommand = told.FromLock is 26 or 28 && !told.IsSuccess;

            Assert.Equal((type, isSuccess && !isFailedCommand), (told.Type, told.IsSuccess));
        }
    }

    [Theory]
    [InlineData(4, "4 34")]
    [InlineData(7, "7 35")]
    [InlineData(8, "8 33")]
    [InlineData(-4, "57 58 61")]
    [InlineData(-5, "")]
    [InlineData(55, "")]
    [InlineData(12, "12")]
    [InlineData(34, "34")]
    [InlineData(0, "")]
    [InlineData(long.MinValue, "")]
    public void A_filter_names_a_group_or_one_type(long asked, string types)
    {
        var patterns = RecordTypes.Of(asked);
        var told = Told().Where(row => patterns.Any(p => p.Matches(row.Facts))).Select(row => row.Type.Type);

        Assert.Equal(types, string.Join(' ', told.Distinct().Order()));
    }

    [Theory]
    [InlineData(AuditOutcome.Allowed)]
    [InlineData(AuditOutcome.Refused)]
    public void An_unlock_that_was_only_asked_or_refused_is_in_no_history(AuditOutcome outcome) =>
        Assert.Null(RecordTypes.Of(new EventFacts(AuditKind.Unlock, outcome)));

    [Fact]
    public void An_unlock_whose_end_is_not_known_is_no_success() =>
        Assert.Equal(new RecordType(12, 28, false), RecordTypes.Of(new EventFacts(AuditKind.Unlock, AuditOutcome.Unknown)));

    [Fact]
    public void The_whole_table_is_as_approved() =>
        Approved.Check("sifely/record-types.txt", string.Join('\n', Told().Select(row => $"{Words(row.Facts)} -> {Words(row.Type)}").Distinct()));

    private static string Words(EventFacts f) =>
        f.Kind switch
        {
            AuditKind.BoltMoved when f.Cause == MotionCause.Credential => $"{f.Kind} {f.Bolt} by {f.Shown}",
            AuditKind.BoltMoved => $"{f.Kind} {f.Bolt} {f.Cause}",
            AuditKind.DoorMoved => $"{f.Kind} {f.Door}",
            AuditKind.CredentialRefused => $"{f.Kind} {f.Shown}",
            AuditKind.PresentCredential => $"{f.Kind} {f.Shown} {f.Outcome}",
            AuditKind.Unlock or AuditKind.Lock => $"{f.Kind} {f.Outcome}",
            _ => $"{f.Kind}",
        };

    private static string Words(RecordType t) =>
        $"type {t.Type}, from lock {t.FromLock?.ToString(CultureInfo.InvariantCulture) ?? "none"}, success {(t.IsSuccess ? 1 : 0)}";

    private static IEnumerable<(EventFacts Facts, RecordType Type)> Told() =>
        from facts in AllFacts()
        let type = RecordTypes.Of(facts)
        where type is not null
        select (facts, type.Value);

    private static IEnumerable<EventFacts> AllFacts() =>
        from kind in Enum.GetValues<AuditKind>()
        from outcome in Enum.GetValues<AuditOutcome>()
        from cause in Enum.GetValues<MotionCause>().Cast<MotionCause?>().Append(null)
        from shown in Enum.GetValues<CredentialKind>().Cast<CredentialKind?>().Append(null)
        from bolt in Enum.GetValues<BoltState>().Cast<BoltState?>().Append(null)
        from door in Enum.GetValues<DoorState>().Cast<DoorState?>().Append(null)
        select new EventFacts(kind, outcome, cause, shown, bolt, door, kind == AuditKind.RecordClaimed ? new RecordClaim(81, 81, true, null) : null);
}
