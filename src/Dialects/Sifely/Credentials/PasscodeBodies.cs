using System.Text.Json.Serialization;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>A passcode that was made (PwdAddDTO, 15.3). Of a custom one the digits are always null, and always there (4.2).</summary>
internal sealed record PasscodeAddedBody([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? KeyboardPwd, int KeyboardPwdId)
{
    public static PasscodeAddedBody Custom(CreatedPasscode created) => new(null, created.Enrollments[0].Number);

    /// <summary>Of a random one they are told: nobody else knows them (4.1).</summary>
    public static PasscodeAddedBody Random(IssuedOfflinePasscode issued) => new(issued.Digits.Reveal(), issued.Number);

    public override string ToString() => $"passcode {KeyboardPwdId}";
}

/// <summary>A passcode in a list (PwdInfo, 15.3).</summary>
internal sealed record PasscodeInfo
{
    public required long EndDate { get; init; }

    /// <summary>1 custom, 0 made by the offline scheme.</summary>
    public required int IsCustom { get; init; }

    /// <summary>A string for codes that are there too: clients refuse null. Empty once erased, or where an operator masks digits (KR-3).</summary>
    public required string KeyboardPwd { get; init; }

    public required int KeyboardPwdId { get; init; }
    public required string KeyboardPwdName { get; init; }
    public required int KeyboardPwdType { get; init; }
    public int KeyboardPwdVersion { get; init; } = 4;
    public required long LockId { get; init; }
    public required string NickName { get; init; }

    /// <summary>When it was proven to be on the lock; left out before, which clients take for "not yet there" (13.4). Where no proof can come: when it was made.</summary>
    public long? SendDate { get; init; }

    public required string SenderUsername { get; init; }
    public required long StartDate { get; init; }
    public required int Status { get; init; }

    public static PasscodeInfo Of(CredentialView seen, long lockNumber, DateTimeOffset now) =>
        new()
        {
            EndDate = WireTime.OrZero(seen.Window.EndsAt),
            IsCustom = Switch.Bit(seen.Origin != CredentialOrigin.OfflineScheme),
            KeyboardPwd = seen.Digits?.Reveal() ?? "",
            KeyboardPwdId = seen.EnrollmentNumber,
            KeyboardPwdName = seen.Name ?? "",
            KeyboardPwdType = TypeOf(seen),
            LockId = lockNumber,
            NickName = seen.CreatedBy ?? "",
            SendDate = SentAt(seen) is { } at ? WireTime.Milliseconds(at) : null,
            SenderUsername = seen.CreatedBy ?? "",
            StartDate = WireTime.OrZero(seen.Window.StartsAt),
            Status = CredentialStatus.Of(seen.Status, seen.IsDesired, seen.Window.IsOver(now)),
        };

    /// <summary>A custom one has an end or has none, whatever it was once asked as.</summary>
    private static int TypeOf(CredentialView seen) =>
        seen.Origin == CredentialOrigin.OfflineScheme && seen.WireType is { } type ? type
        : seen.Window.EndsAt is null ? PasscodeGiven.Permanent
        : PasscodeGiven.Timed;

    private static DateTimeOffset? SentAt(CredentialView seen) =>
        seen.Path != EnrollmentPath.Link ? seen.CreatedAt
        : seen.Evidence >= EvidenceRung.Acknowledged ? seen.ProvenAt
        : null;

    public override string ToString() => $"passcode {KeyboardPwdId}";
}

/// <summary>The numbers for how it stands with a code, a card or a fingerprint on its lock (13.4).</summary>
internal static class CredentialStatus
{
    private const int Expired = 2;

    /// <summary>What is over is told so while it is being taken off too; what was deleted is "deleting" until the lock has confirmed.</summary>
    public static int Of(EnrollmentStatus status, bool isDesired, bool isOver) =>
        isDesired && isOver
            ? Expired
            : status switch
            {
                EnrollmentStatus.Active => 1,
                EnrollmentStatus.Gone => Expired,
                EnrollmentStatus.Planned => 3,
                EnrollmentStatus.Adding => 4,
                EnrollmentStatus.AddFailed => 5,
                EnrollmentStatus.Changing => 6,
                EnrollmentStatus.ChangeFailed => 7,
                EnrollmentStatus.Deleting => 8,
                EnrollmentStatus.DeleteFailed => 9,
            };
}
