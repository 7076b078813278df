using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;

namespace Latchwork.Domain.Audit;

/// <summary>
/// One thing that was asked, that ended, or that a device reported (AU-2). It is serialised once; those bytes are stored, hashed and never
/// changed, so members are only ever added. It holds ids only: personal detail is in <see cref="AuditPrivate"/>.
/// </summary>
public sealed record AuditEvent
{
    /// <summary>The version of this form.</summary>
    [JsonPropertyOrder(-1)]
    public int V { get; init; } = 1;

    public required AuditKind Kind { get; init; }

    public AuditStage Stage { get; init; }

    public required AuditOutcome Outcome { get; init; }

    /// <summary>Why it was refused, or failed, or is unknown.</summary>
    public AccessErrorCode? Reason { get; init; }

    /// <summary>What of a signed operation did not hold, where that is why it was refused.</summary>
    public ProofFault? Proof { get; init; }

    public required Guid Operation { get; init; }

    /// <summary>When the server recorded it. Never before the event in front of it in the chain.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The device's own time of it.</summary>
    public DateTimeOffset? DeviceAt { get; init; }

    public long? DeviceSequence { get; init; }

    /// <summary>Received more than a minute after the device says that it happened.</summary>
    public bool? IsLate { get; init; }

    public AuditPrincipal? By { get; init; }

    public Guid? Lock { get; init; }

    /// <summary>What it was done to, where that is not a lock.</summary>
    public AuditObject? On { get; init; }

    public MotionCause? Cause { get; init; }

    /// <summary>What was shown at the door.</summary>
    public CredentialKind? Shown { get; init; }

    public int? Slot { get; init; }

    /// <summary>Which credential it was, where the slot is one of ours.</summary>
    public Guid? Credential { get; init; }

    public BoltState? Bolt { get; init; }

    public DoorState? Door { get; init; }

    /// <summary>What is in a box.</summary>
    public BoxContent? Inside { get; init; }

    /// <summary>Per cent.</summary>
    public int? Battery { get; init; }

    public EvidenceRung? Evidence { get; init; }

    /// <summary>Of <see cref="AuditKind.RecordClaimed"/>: what is claimed.</summary>
    public RecordClaim? Claim { get; init; }

    /// <summary>Names of what was changed, and new values where those are no secret and nothing personal.</summary>
    public IReadOnlyDictionary<string, string>? Changed { get; init; }

    /// <summary>SHA-256 of salt and bytes of the personal detail; stays when that is erased (AU-7).</summary>
    public byte[]? PrivateHash { get; init; }

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.AuditEvent);

    /// <exception cref="JsonException">They are no event.</exception>
    public static AuditEvent FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, AuditJson.Default.AuditEvent) ?? throw new JsonException("An event is never null.");
}

/// <summary>Who did it, with which credential, by which surface.</summary>
public sealed record AuditPrincipal(PrincipalKind Kind, Guid Id, Guid? Credential, Surface Surface);

public sealed record AuditObject(Noun Kind, Guid Id);

/// <summary>A record of a lock's own log as somebody told it. The numbers are those of the wire that it was told over.</summary>
/// <param name="Number">The lock's own, where one was told.</param>
public sealed record RecordClaim(int Type, int? FromLock, bool IsSuccess, long? Number);

/// <summary>Personal detail of an event, erasable without breaking the chain.</summary>
public sealed record AuditPrivate
{
    /// <summary>The caller's address.</summary>
    public string? Address { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>A name as it was typed, such as an unknown account, or who is claimed to have opened.</summary>
    public string? TypedName { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.AuditPrivate);

    /// <exception cref="JsonException">They are none.</exception>
    public static AuditPrivate FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, AuditJson.Default.AuditPrivate) ?? throw new JsonException("Personal detail is never null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(AuditEvent))]
[JsonSerializable(typeof(AuditPrivate))]
internal sealed partial class AuditJson : JsonSerializerContext;
