using Latchwork.Dialects.Keyvox.Locks;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>5.2: how far a code is, worked out from what is known of it.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData(EnrollmentStatus.Planned, EvidenceRung.Queued, false, 10)]
    [InlineData(EnrollmentStatus.Adding, EvidenceRung.Queued, false, 10)]
    [InlineData(EnrollmentStatus.Adding, EvidenceRung.Sent, false, 20)]
    [InlineData(EnrollmentStatus.Active, EvidenceRung.Acknowledged, false, 30)]
    [InlineData(EnrollmentStatus.Active, EvidenceRung.ReadBack, false, 30)]
    [InlineData(EnrollmentStatus.AddFailed, EvidenceRung.Queued, false, 90)]
    [InlineData(EnrollmentStatus.Changing, EvidenceRung.Queued, true, 11)]
    [InlineData(EnrollmentStatus.Changing, EvidenceRung.Sent, true, 21)]
    [InlineData(EnrollmentStatus.Active, EvidenceRung.Acknowledged, true, 31)]
    [InlineData(EnrollmentStatus.ChangeFailed, EvidenceRung.Sent, true, 91)]
    [InlineData(EnrollmentStatus.Deleting, EvidenceRung.None, false, 12)]
    [InlineData(EnrollmentStatus.Gone, EvidenceRung.None, false, 32)]
    [InlineData(EnrollmentStatus.DeleteFailed, EvidenceRung.None, false, 92)]
    public void Every_state_on_a_lock_has_its_number(EnrollmentStatus status, EvidenceRung evidence, bool wasThere, int told) =>
        Assert.Equal(told, DeliveryStatus.Of(Code(false, Place(status, evidence, wasThere))));

    [Fact]
    public void Of_several_locks_the_least_advanced_counts_and_any_failure_before_it()
    {
        var (there, waiting, failed) = (
            Place(EnrollmentStatus.Active, EvidenceRung.Acknowledged, false),
            Place(EnrollmentStatus.Adding, EvidenceRung.Queued, false),
            Place(EnrollmentStatus.AddFailed, EvidenceRung.Queued, false)
        );

        Assert.Equal(10, DeliveryStatus.Of(Code(false, there, waiting)));
        Assert.Equal(90, DeliveryStatus.Of(Code(false, there, waiting, failed)));
        Assert.Equal(30, DeliveryStatus.Of(Code(false, there, there)));
    }

    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 32)]
    public void A_code_for_a_box_is_as_far_as_it_can_be(bool isRevoked, int told) => Assert.Equal(told, DeliveryStatus.Of(Code(isRevoked)));

    /// <summary>It is tried on, so it has not failed: a program that reads 90 makes another one.</summary>
    [Theory]
    [InlineData(EnrollmentStatus.AddFailed, EvidenceRung.Queued, Trouble.LinkOffline, 10)]
    [InlineData(EnrollmentStatus.AddFailed, EvidenceRung.Sent, Trouble.NoAnswer, 20)]
    [InlineData(EnrollmentStatus.DeleteFailed, EvidenceRung.None, Trouble.DeviceOffline, 12)]
    [InlineData(EnrollmentStatus.AddFailed, EvidenceRung.Sent, Trouble.MemoryFull, 90)]
    public void A_lock_that_is_out_of_reach_has_refused_nothing(EnrollmentStatus status, EvidenceRung evidence, Trouble trouble, int told) =>
        Assert.Equal(told, DeliveryStatus.Of(Code(false, Place(status, evidence, false) with { Trouble = trouble })));

    [Fact]
    public void A_code_whose_locks_were_all_taken_away_is_nowhere() => Assert.Equal(32, DeliveryStatus.Of(Code(false) with { IsForBox = false }));

    private static CodePlace Place(EnrollmentStatus status, EvidenceRung evidence, bool wasThere) =>
        new(default, "", "", status, evidence, ProvenAt: null, wasThere, Trouble.None, new Verdict(Readiness.Ready, ""));

    private static SeenCode Code(bool isRevoked, params IReadOnlyList<CodePlace> places) =>
        new()
        {
            Id = "",
            KeyvoxId = "",
            Kind = CredentialKind.Passcode,
            Name = null,
            Window = default,
            CreatedAt = default,
            IsRevoked = isRevoked,
            WasChanged = false,
            IsForBox = places.Count == 0,
            Places = places,
        };
}
