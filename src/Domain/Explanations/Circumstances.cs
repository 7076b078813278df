using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;

namespace Latchwork.Domain.Explanations;

/// <summary>An event and all that is recorded around it. What is null is not there, or not there any more.</summary>
public sealed record Circumstances
{
    public required AuditEvent Event { get; init; }

    /// <summary>What was asked, of an act that went to a device.</summary>
    public AuditEvent? Asked { get; init; }

    /// <summary>The truth about an unknown end, told later.</summary>
    public AuditEvent? Corrected { get; init; }

    public CommandThen? Command { get; init; }

    public LockThen? Lock { get; init; }

    /// <summary>The caller's to the lock.</summary>
    public GrantThen? Grant { get; init; }

    public MemberThen? Member { get; init; }

    public ClientThen? Client { get; init; }

    public CredentialThen? Credential { get; init; }

    /// <summary>Of the lock's link, where it was offline then: since when.</summary>
    public (Guid Link, DateTimeOffset Since)? OfflineLink { get; init; }

    /// <summary>When it was decided, or happened.</summary>
    public DateTimeOffset At => Asked?.ReceivedAt ?? Event.DeviceAt ?? Event.ReceivedAt;

    /// <summary>The row of a person.</summary>
    public Guid? User => Event.By is { Kind: PrincipalKind.User } by ? by.Id : null;
}

/// <summary>The command of an act on a device.</summary>
/// <param name="IsClaimed">The holder of the link had undertaken to send it.</param>
public sealed record CommandThen(CommandState State, DateTimeOffset SubmittedAt, bool IsClaimed, DateTimeOffset? EndedAt);

/// <summary>A lock as it stood, as far as that is recorded.</summary>
/// <param name="ChangedAt">Something that decides was changed then, and how it stood before is not recorded: what is told is as of now.</param>
public sealed record LockThen(Guid Id, string Zone, LockFacts Facts, WeeklyHours? OpenHours, DateTimeOffset? ChangedAt)
{
    public const string Frozen = "frozen";
    public const string UsageHours = "usageHours";
    public const string OpenHoursName = "openHours";

    /// <summary>As <see cref="OpenHoursName"/> tells that there are none.</summary>
    public const string NoHours = "none";

    /// <summary>Nobody makes a lock that is frozen or has hours: before the first change it had none.</summary>
    public static LockThen At(Guid id, string zone, LockFacts now, WeeklyHours? openNow, ToldValues told)
    {
        var (frozen, usage, open) = (told.Of(Frozen), told.Of(UsageHours), told.Of(OpenHoursName));
        // Of usage hours only their number is told.
        var hadNone = usage.Text is null or "0";
        return new LockThen(
            id,
            zone,
            now with
            {
                IsFrozen = frozen.IsAsNow ? now.IsFrozen : frozen.Text is { } text && bool.Parse(text),
                UsageHours = !usage.IsAsNow && hadNone ? [] : now.UsageHours,
            },
            open.IsAsNow ? openNow
                : open.Text is { } hours && hours != NoHours ? WeeklyHours.Parse(hours).Value
                : null,
            usage.IsAsNow || hadNone ? null : told.FirstAfter(UsageHours)
        );
    }
}

/// <summary>What a person was in the lock's tenant.</summary>
/// <param name="Role">Null where they were none of it.</param>
/// <param name="ChangedAt">As of a grant.</param>
public sealed record MemberThen(TenantRole? Role, bool IsSwitchedOff, DateTimeOffset? ChangedAt)
{
    private const string RoleName = "role";
    private const string FormerRole = "formerRole";
    private const string SwitchedOff = "switchedOff";
    private const string Invited = "invited";

    /// <param name="roleNow">Null where there is no membership now.</param>
    /// <param name="since">When the membership that is there began.</param>
    public static MemberThen At(DateTimeOffset at, TenantRole? roleNow, DateTimeOffset? since, DateTimeOffset? switchedOffAt, ToldValues told)
    {
        // An invitation makes nobody a member.
        told = new ToldValues([.. told.Before.Where(IsDone)], [.. told.After.Where(IsDone)]);
        var (role, off) = (told.Of(RoleName, FormerRole), told.Of(SwitchedOff));
        var then =
            role.Text is { } text ? (Enum.TryParse<TenantRole>(text, out var parsed) ? parsed : null)
            : role.IsAsNow && since > at ? null
            : roleNow;
        return new MemberThen(then, off.Text is { } was ? bool.Parse(was) : off.IsAsNow && switchedOffAt is not null, role.UnknownSince);
    }

    private static bool IsDone(AuditEvent told) => told.Changed?.ContainsKey(Invited) != true;
}

/// <summary>A key or an application; its scopes are its own for life.</summary>
public sealed record ClientThen(Guid Id, PermissionSet Scopes);

/// <summary>A credential at the lock of the event.</summary>
/// <param name="ChangedAt">Its window was changed then, and what it was before is not recorded: it is told as it is now.</param>
public sealed record CredentialThen(
    Guid Id,
    CredentialKind Kind,
    TimeWindow Window,
    WeeklyHours? Hours,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? ChangedAt
)
{
    public Guid? Reservation { get; init; }

    public Guid? Lease { get; init; }

    /// <summary>As it is known now; null where it is not meant for this lock any more.</summary>
    public EvidenceRung? Evidence { get; init; }

    public DateTimeOffset? ProvenAt { get; init; }

    public ShownCredential ShownAt(DateTimeOffset at) =>
        new()
        {
            Id = new CredentialId(Id),
            IsDesired = RevokedAt is not { } revoked || revoked > at,
            Window = Window,
            Hours = Hours,
        };
}
