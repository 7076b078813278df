using Latchwork.Operations.Installation;

namespace Latchwork.Dialects.Native.Installation;

/// <summary>How the installation stands, whatever its tenants are.</summary>
/// <param name="Version">The release of the node that answers.</param>
/// <param name="Now">By the clock of the node that answers.</param>
/// <param name="Nodes">That lived within a day, the latest heard of first.</param>
/// <param name="Backlog">What waits, in all tenants together.</param>
/// <param name="Backups">The last of them, newest first, as far as this database made them.</param>
internal sealed record InstallationBody(
    string Version,
    DateTimeOffset Now,
    IReadOnlyList<NodeBody> Nodes,
    DatabaseBody Database,
    IReadOnlyList<BacklogBody> Backlog,
    IReadOnlyList<BackupBody> Backups
)
{
    public static InstallationBody Of(SeenInstallation seen) =>
        new(
            seen.Version,
            seen.Now,
            [.. seen.Nodes.Select(NodeBody.Of)],
            DatabaseBody.Of(seen.Database),
            [.. seen.Backlog.Select(one => new BacklogBody(one.What, one.Waiting, one.OldestAt))],
            [.. seen.Backups.Select(one => new BackupBody(one.TakenAt, one.FileName, one.Bytes, one.Tenants, one.Events, one.Batch))]
        );
}

/// <param name="Version">The release that it runs.</param>
/// <param name="SeenAt">When it last said that it lives.</param>
/// <param name="IsLive">It said so lately.</param>
/// <param name="IsThis">It answers this.</param>
/// <param name="Links">How many it works on.</param>
internal sealed record NodeBody(string Name, string? Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt, bool IsLive, bool IsThis, int Links)
{
    public static NodeBody Of(SeenNode seen) => new(seen.Name, seen.Version, seen.StartedAt, seen.SeenAt, seen.IsLive, seen.IsThis, seen.Links);
}

/// <param name="Version">Of PostgreSQL.</param>
/// <param name="Bytes">On the disk.</param>
/// <param name="Migration">The last that was made.</param>
/// <param name="OldestTransactionAt">Since when the oldest one runs that is under way.</param>
internal sealed record DatabaseBody(
    string Version,
    long Bytes,
    int Connections,
    int MostConnections,
    string Migration,
    DateTimeOffset? OldestTransactionAt
)
{
    public static DatabaseBody Of(SeenDatabase seen) =>
        new(seen.Version, seen.Bytes, seen.Connections, seen.MostConnections, seen.Migration, seen.OldestTransactionAt);
}

/// <param name="What"><c>commands</c> to devices, <c>credentials</c> for locks, <c>deliveries</c> of webhooks, <c>messages</c> to people, entries for the
/// <c>recoveryJournal</c>, <c>unsignedRecords</c> of chains.</param>
/// <param name="OldestAt">Since when the oldest waits.</param>
internal sealed record BacklogBody(string What, long Waiting, DateTimeOffset? OldestAt);

/// <param name="TakenAt">The moment that it holds.</param>
/// <param name="Batch">The last batch of the recovery journal that is in it.</param>
internal sealed record BackupBody(DateTimeOffset TakenAt, string FileName, long Bytes, long Tenants, long Events, long Batch);

/// <summary>A tenant from outside.</summary>
/// <param name="TimeZone">IANA.</param>
/// <param name="IsPersonal">The home of a person who came without a tenant.</param>
/// <param name="Events">In its list, of all time.</param>
internal sealed record SizedTenantBody(
    string Id,
    string Name,
    string TimeZone,
    DateTimeOffset CreatedAt,
    bool IsPersonal,
    long Locks,
    long Members,
    long Events
)
{
    public static SizedTenantBody Of(SizedTenant seen) =>
        new(seen.Id, seen.Name, seen.Zone, seen.CreatedAt, seen.IsPersonal, seen.Locks, seen.Members, seen.Events);
}

/// <param name="TimeZone">IANA: of the tenant and its first site.</param>
/// <param name="OwnerEmail">Of somebody with an account or without.</param>
internal sealed record NewTenantBody(string Name, string TimeZone, string OwnerEmail)
{
    public override string ToString() => nameof(NewTenantBody);
}

/// <param name="OwnerEmail">Of somebody with an account or without.</param>
internal sealed record TenantOwnerBody(string OwnerEmail)
{
    public override string ToString() => nameof(TenantOwnerBody);
}

/// <param name="Id">Of the tenant.</param>
/// <param name="IsOwnerWaiting">They were invited, and own it with the password that they set.</param>
internal sealed record OwnedTenantBody(string Id, bool IsOwnerWaiting)
{
    public static OwnedTenantBody Of(OwnedTenant owned) => new(owned.Id, owned.IsOwnerWaiting);
}

/// <summary>Refusals of one minute that belong to no tenant.</summary>
/// <param name="ToldAt">When they were recorded.</param>
/// <param name="Type">Of event, such as <c>session.logInsRefused</c>.</param>
/// <param name="Reason">The code of the refusal.</param>
/// <param name="Address">Where they came from; absent where many were told as one.</param>
internal sealed record RefusalBody(string Id, DateTimeOffset ToldAt, string Type, string? Reason, long Number, string? Address)
{
    public static RefusalBody Of(SeenRefusal seen) =>
        new(
            Events.EventIds.Text(seen.Id),
            seen.ToldAt,
            Events.EventTypes.Of(seen.Kind).Name,
            seen.Reason is { } reason ? NativeErrors.CodeOf(reason) : null,
            seen.Number,
            seen.Address
        );
}
