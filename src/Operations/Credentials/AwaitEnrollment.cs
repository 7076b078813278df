using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// Waits until a lock has said yes to what is desired of an enrollment, or no, or the wait is over. It changes nothing: whoever cannot live
/// with the answer revokes or changes back.
/// </summary>
public sealed class AwaitEnrollment
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal AwaitEnrollment(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <returns>
    /// Null once it is acknowledged or better. <see cref="AccessErrorCode.NotSentInTime"/>: nothing was sent within the wait;
    /// <see cref="AccessErrorCode.OutcomeUnknown"/>: it was, and nobody answered. Else why it cannot be.
    /// </returns>
    public async Task<AccessError?> RunAsync(TenantId tenant, EnrollmentId enrollment, TimeSpan wait, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var seen = await LookAsync(tenant, enrollment, cancel);
            if (seen is null || !seen.Row.IsDesired)
            {
                return AccessError.NotFound(seen?.Row.Kind.Noun() ?? Noun.None);
            }

            var state = seen.Row.State;
            if (IsThere(seen.Row, state) || IsForLater(seen.Row, state))
            {
                return null;
            }

            if (Refusal(seen, state) is { } refusal)
            {
                return refusal;
            }

            if (clock.GetElapsedTime(began) >= wait)
            {
                return state is { Flight: null, MayHold: false } ? NotSent(seen.Row.Kind) : Unanswered(seen.Row.Kind);
            }

            await Task.Delay(LookEvery, clock, cancel);
        }
    }

    /// <summary>Waits until the locks have confirmed that they hold nothing any more of what was revoked.</summary>
    /// <returns>False: not all of it within the wait.</returns>
    public async Task<bool> GoneAsync(TenantId tenant, IReadOnlyList<EnrollmentId> enrollments, TimeSpan wait, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        while (await IsAnyLeftAsync(tenant, enrollments, cancel))
        {
            if (clock.GetElapsedTime(began) >= wait)
            {
                return false;
            }

            await Task.Delay(LookEvery, clock, cancel);
        }

        return true;
    }

    private Task<bool> IsAnyLeftAsync(TenantId tenant, IReadOnlyList<EnrollmentId> enrollments, CancellationToken cancel) =>
        db.FirstAsync(
            TenantSet.Of(tenant),
            "select exists (select from enrollment where tenant_id = $1 and enrollment_id = any ($2) and gone_at is null)",
            row => row.GetBoolean(0),
            [tenant.Value, enrollments.Select(one => one.Value).ToArray()],
            cancel
        );

    private sealed record Seen(EnrollmentRow Row, bool HasLink, bool IsLinkOnline);

    private Task<Seen?> LookAsync(TenantId tenant, EnrollmentId enrollment, CancellationToken cancel) =>
        db.FirstAsync(
            TenantSet.Of(tenant),
            $"""
            select {EnrollmentRow.Columns}, k.link_id is not null, coalesce(k.is_online, false)
            from enrollment e {EnrollmentRow.Joins} left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id
            where e.tenant_id = $1 and e.enrollment_id = $2
            """,
            row => new Seen(EnrollmentRow.Read(row), row.GetBoolean(EnrollmentRow.Width), row.GetBoolean(EnrollmentRow.Width + 1)),
            [tenant.Value, enrollment.Value],
            cancel
        );

    private static bool IsThere(EnrollmentRow row, EnrollmentState state) =>
        state.SeenRevision == row.Revision && state.Rung >= EvidenceRung.Acknowledged && state.Overtaken is null;

    /// <summary>A lock that keeps no windows gets it when its time comes.</summary>
    private bool IsForLater(EnrollmentRow row, EnrollmentState state) =>
        row.Plan.State?.Desired == row.Desired && row.Rules.StatusAt(state, clock.Now()) == EnrollmentStatus.Planned;

    private static AccessError? Refusal(Seen seen, EnrollmentState state) =>
        !seen.HasLink ? LinkErrors.NoLink
        : !seen.IsLinkOnline ? LinkIsOffline
        // What the plan has not heard of yet, it cannot have been refused.
        : seen.Row.Plan.State?.Desired != seen.Row.Desired ? null
        : state.Trouble switch
        {
            Trouble.LinkOffline => LinkIsOffline,
            Trouble.DeviceOffline => new AccessError(AccessErrorCode.DeviceOffline, "The lock does not answer: nothing was done.", Noun.Lock),
            Trouble.Duplicate => seen.Row.Kind.IsTaken(),
            Trouble.MemoryFull or Trouble.NoSlot => seen.Row.Kind.MemoryIsFull(),
            Trouble.Unsupported => new AccessError(AccessErrorCode.Unsupported, "The lock does not take it.", Noun.Lock),
            Trouble.Refused => new AccessError(AccessErrorCode.DeviceRefused, "The lock refused it.", Noun.Lock),
            Trouble.None or Trouble.NoAnswer or Trouble.ForeignSlot or Trouble.Forgotten => null,
        };

    private static readonly AccessError LinkIsOffline = LinkErrors.Offline("nothing was sent");

    private static AccessError NotSent(CredentialKind kind) =>
        new(AccessErrorCode.NotSentInTime, "It was not sent in time: nothing will happen.", kind.Noun());

    private static AccessError Unanswered(CredentialKind kind) =>
        new(AccessErrorCode.OutcomeUnknown, "The lock was asked and did not answer: it may hold it.", kind.Noun());
}
