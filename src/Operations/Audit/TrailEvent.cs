using Latchwork.Domain.Audit;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;
using Npgsql;

namespace Latchwork.Operations.Audit;

/// <summary>One ended act, or one thing that a lock told.</summary>
/// <param name="Lock">Public UUID.</param>
/// <param name="Told">Its row ids are for nobody's eyes.</param>
/// <param name="HappenedAt">By the lock's clock where it has one.</param>
/// <param name="Issuer">The person who asked for it; null where it was none.</param>
/// <param name="Subject">Whose grant it was about.</param>
/// <param name="Detail">From where it was asked; null where that was erased, or nobody asked.</param>
public sealed record TrailEvent(
    string Lock,
    AuditEvent Told,
    DateTimeOffset HappenedAt,
    NamedPerson? Issuer,
    NamedPerson? Subject,
    AuditPrivate? Detail
)
{
    /// <summary>The subject's role before and after, where it is another now.</summary>
    public (GrantRole Former, GrantRole Now)? Roles =>
        Told.Changed is { } changed
        && changed.TryGetValue(GrantStory.FormerRole, out var former)
        && changed.TryGetValue(GrantStory.Role, out var role)
            ? (Enum.Parse<GrantRole>(former), Enum.Parse<GrantRole>(role))
            : null;

    public override string ToString() => $"event of lock {Lock}";
}

/// <param name="Asked">The lock, and the caller's grant to it; null where the caller reads about themselves.</param>
/// <param name="IsOwn">Only what the caller did was looked for.</param>
/// <param name="Told">Null where there is nothing to tell.</param>
internal sealed record TrailRow(
    AskedLock? Asked,
    bool IsOwn,
    string? Lock,
    AuditEvent? Told,
    NamedPersonRow? Issuer,
    NamedPersonRow? Subject,
    byte[]? Detail
)
{
    private const int Event = AskedLock.Width + 1;

    public static TrailRow Read(NpgsqlDataReader row) =>
        new(
            row.IsDBNull(0) ? null : AskedLock.Read(row, 0),
            row.GetBoolean(AskedLock.Width),
            row.GetText(Event),
            row.IsDBNull(Event + 1) ? null : AuditEvent.FromBytes(row.GetFieldValue<byte[]>(Event + 1)),
            NamedPersonRow.Read(row, Event + 3),
            NamedPersonRow.Read(row, Event + 3 + NamedPersonRow.Width),
            row.IsDBNull(Event + 2) ? null : row.GetFieldValue<byte[]>(Event + 2)
        );

    public TrailEvent Open(TenantKeys installation) =>
        new(
            Lock!,
            Told!,
            Told!.DeviceAt ?? Told.ReceivedAt,
            Issuer?.Open(installation),
            Subject?.Open(installation),
            Detail is { } detail ? AuditPrivate.FromBytes(detail) : null
        );
}
