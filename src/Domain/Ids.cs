namespace Latchwork.Domain;

/// <summary>Ids of rows. They never leave the server: each wire has ids of its own (design, "Public ids").</summary>
public interface IRowId
{
    Guid Value { get; }
}

public readonly record struct TenantId(Guid Value) : IRowId
{
    /// <summary>The reserved tenant of what belongs to no other (TN-1). Nobody can be a member of it.</summary>
    public static TenantId Installation { get; } = new(new Guid("00000000-0000-7000-8000-000000000001"));

    public static TenantId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct UserId(Guid Value) : IRowId
{
    public static UserId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct SessionId(Guid Value) : IRowId
{
    public static SessionId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct ApiClientId(Guid Value) : IRowId
{
    public static ApiClientId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct AppId(Guid Value) : IRowId
{
    public static AppId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct SiteId(Guid Value) : IRowId
{
    public static SiteId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct UnitId(Guid Value) : IRowId
{
    public static UnitId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct LinkId(Guid Value) : IRowId
{
    public static LinkId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct DeviceId(Guid Value) : IRowId
{
    public static DeviceId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct LockId(Guid Value) : IRowId
{
    public static LockId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct GrantId(Guid Value) : IRowId
{
    public static GrantId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct CredentialId(Guid Value) : IRowId
{
    public static CredentialId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct EnrollmentId(Guid Value) : IRowId
{
    public static EnrollmentId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct CommandId(Guid Value) : IRowId
{
    public static CommandId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

/// <summary>One act from its request to its end: its two audit records and all its commands carry it (AU-1).</summary>
public readonly record struct OperationId(Guid Value) : IRowId
{
    public static OperationId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct NodeId(Guid Value) : IRowId
{
    public static NodeId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct WebhookEndpointId(Guid Value) : IRowId
{
    public static WebhookEndpointId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct DeliveryId(Guid Value) : IRowId
{
    public static DeliveryId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct NotificationId(Guid Value) : IRowId
{
    public static NotificationId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct LockerId(Guid Value) : IRowId
{
    public static LockerId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct CardId(Guid Value) : IRowId
{
    public static CardId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct BoxId(Guid Value) : IRowId
{
    public static BoxId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct BoxLeaseId(Guid Value) : IRowId
{
    public static BoxLeaseId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct RoomPlanId(Guid Value) : IRowId
{
    public static RoomPlanId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct ReservationId(Guid Value) : IRowId
{
    public static ReservationId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct ReaderId(Guid Value) : IRowId
{
    public static ReaderId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

/// <summary>Somebody who is not a user: a guest, a tenant of a box.</summary>
public readonly record struct PersonId(Guid Value) : IRowId
{
    public static PersonId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

public readonly record struct AlertId(Guid Value) : IRowId
{
    public static AlertId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}
