using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>An enrollment that its holder is to look at, and what happened since it last did.</summary>
public sealed record DueEnrollment
{
    internal const string Columns = $"{EnrollmentRow.Columns}, l.link_id, l.device_address, c.value_sealed, e.used_at, e.doubt, e.told";

    public required EnrollmentRow Row { get; init; }

    public required LinkId Link { get; init; }

    public required string DeviceAddress { get; init; }

    /// <summary>The digits or number of <see cref="EnrollmentRow.Revision"/>; null once they were erased.</summary>
    internal byte[]? Sealed { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public SignOfChange? Doubt { get; init; }

    public OperatorWord? Told { get; init; }

    public override string ToString() => $"enrollment {Row.Id.Value}";

    internal static DueEnrollment Read(NpgsqlDataReader row)
    {
        const int Own = EnrollmentRow.Width;
        return new DueEnrollment
        {
            Row = EnrollmentRow.Read(row),
            Link = new LinkId(row.GetGuid(Own)),
            DeviceAddress = row.GetString(Own + 1),
            Sealed = row.IsDBNull(Own + 2) ? null : row.GetFieldValue<byte[]>(Own + 2),
            UsedAt = row.GetInstant(Own + 3),
            Doubt = (SignOfChange?)row.GetOptional<short>(Own + 4),
            Told = (OperatorWord?)row.GetOptional<short>(Own + 5),
        };
    }
}

/// <summary>What was said about an enrollment from outside its plan. The numbers are stored: never renumber.</summary>
public enum OperatorWord
{
    TryNow = 1,

    /// <summary>Also over a stranger's credential.</summary>
    Overwrite = 2,
}

/// <summary>A plan's step, to be written.</summary>
/// <param name="DueAt">When the plan is to be looked at again; null for not by itself.</param>
/// <param name="IsGone">The lock confirmed that it holds nothing of it, and nothing is desired any more.</param>
/// <param name="ForeignSlot">A slot that was found in a stranger's use.</param>
public sealed record PlanStep(
    DueEnrollment Of,
    StoredPlan Plan,
    DateTimeOffset? DueAt,
    bool IsGone,
    IReadOnlyList<EnrollmentNews> News,
    int? ForeignSlot,
    long Epoch
);
