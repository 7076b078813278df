using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>One credential on one lock: what operations ask for, and what its plan remembers. Called <c>e</c> in the statements that read it.</summary>
public sealed record EnrollmentRow
{
    /// <summary>How long after it was asked for, or after its start, a code that is not there becomes a risk.</summary>
    public static readonly TimeSpan RiskAfter = TimeSpan.FromMinutes(5);

    internal const int Width = 20;

    internal const string Columns = """
        e.tenant_id, e.enrollment_id, e.credential_id, e.lock_id, e.kind, e.slot, e.desired_present, e.revision, lower(e.valid), upper(e.valid), e.asked_at,
        e.value_index, e.plan::text, e.gone_at, e.xmin::text::bigint, l.capabilities, coalesce(case e.kind when 1 then l.passcode_proof when 2 then l.card_proof end, 0), s.early_entry, e.path, e.used_at
        """;

    internal const string Joins = """
        join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id
        join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        """;

    public required TenantId Tenant { get; init; }

    public required EnrollmentId Id { get; init; }

    public required CredentialId Credential { get; init; }

    public required LockId Lock { get; init; }

    public required CredentialKind Kind { get; init; }

    public required int? Slot { get; init; }

    public required bool IsDesired { get; init; }

    public required int Revision { get; init; }

    public required TimeWindow Window { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required byte[]? ValueIndex { get; init; }

    public required StoredPlan Plan { get; init; }

    public required DateTimeOffset? GoneAt { get; init; }

    /// <summary>Grows with every write of the row, by whomever.</summary>
    public required long Version { get; init; }

    public required EnrollmentPath Path { get; init; }

    /// <summary>When it last opened the door; of a planned one, since its plan last looked.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The rules for this very lock.</summary>
    public required EnrollmentPlan Rules { get; init; }

    /// <summary>The lock keeps codes to their windows, so the window is part of what it must hold.</summary>
    public required bool KeepsWindows { get; init; }

    public Desired Desired =>
        new(IsDesired, Revision, Window.StartsAt, Window.EndsAt, (Window.StartsAt > AskedAt ? Window.StartsAt.Value : AskedAt) + RiskAfter);

    /// <summary>What is known, measured by what is desired now: the plan may not have heard of it yet.</summary>
    public EnrollmentState State =>
        Plan.State is { } state ? state with { Desired = Desired } : new EnrollmentState { Desired = Desired, Slot = Slot };

    internal static EnrollmentPlan RulesFor(Capabilities capabilities, EvidenceRung bestProof, TimeSpan earlyEntry) =>
        new(new EnrollmentTraits(bestProof, capabilities.HasFlag(Capabilities.Windows)), new EnrollmentPolicy { EarlyEntry = earlyEntry });

    internal static EnrollmentRow Read(NpgsqlDataReader row, int column = 0)
    {
        var capabilities = (Capabilities)row.GetInt32(column + 15);
        return new EnrollmentRow
        {
            Tenant = new TenantId(row.GetGuid(column)),
            Id = new EnrollmentId(row.GetGuid(column + 1)),
            Credential = new CredentialId(row.GetGuid(column + 2)),
            Lock = new LockId(row.GetGuid(column + 3)),
            Kind = (CredentialKind)row.GetInt16(column + 4),
            Slot = row.GetOptional<short>(column + 5),
            IsDesired = row.GetBoolean(column + 6),
            Revision = row.GetInt32(column + 7),
            Window = new TimeWindow(row.GetInstant(column + 8), row.GetInstant(column + 9)),
            AskedAt = row.GetFieldValue<DateTimeOffset>(column + 10),
            ValueIndex = row.IsDBNull(column + 11) ? null : row.GetFieldValue<byte[]>(column + 11),
            Plan = StoredPlan.FromJson(row.GetString(column + 12)),
            GoneAt = row.GetInstant(column + 13),
            Version = row.GetInt64(column + 14),
            Rules = RulesFor(capabilities, (EvidenceRung)row.GetInt16(column + 16), row.GetFieldValue<TimeSpan>(column + 17)),
            KeepsWindows = capabilities.HasFlag(Capabilities.Windows),
            Path = (EnrollmentPath)row.GetInt16(column + 18),
            UsedAt = row.GetInstant(column + 19),
        };
    }
}

/// <summary>How a credential gets to its lock. The numbers are stored: never renumber.</summary>
public enum EnrollmentPath
{
    Link = 1,

    /// <summary>Somebody's telephone carries it there: this server never proves it.</summary>
    Phone = 2,

    /// <summary>The lock works it out by itself: nothing carries it there.</summary>
    OfflineScheme = 3,
}
