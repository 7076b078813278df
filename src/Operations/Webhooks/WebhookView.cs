using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks;

/// <summary>An endpoint as its owner sees it (WH-4).</summary>
public sealed record WebhookView
{
    public required string Url { get; init; }

    public required bool IsForm { get; init; }

    public required IReadOnlyList<short> Topics { get; init; }

    public required bool SendsCodes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null while it is sent to.</summary>
    public required PauseReason? Paused { get; init; }

    /// <summary>In a row.</summary>
    public required int Failures { get; init; }

    /// <summary>HTTP, of the last try; null without an answer.</summary>
    public required int? LastStatus { get; init; }

    public required AttemptFailure? LastFailure { get; init; }

    public required DateTimeOffset? LastAt { get; init; }

    /// <summary>Deliveries whose tries all failed, to be replayed.</summary>
    public required int Parked { get; init; }

    /// <summary>Its path may hold a secret of the owner's.</summary>
    public override string ToString() => nameof(WebhookView);

    /// <summary>The endpoint's row is called <c>e</c>.</summary>
    internal const string Columns = """
        e.url, e.is_form, e.topics, e.sends_codes, e.created_at, e.paused_because, e.failures, e.last_status, e.last_failure, e.last_at,
        (select count(*)::int from delivery d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.state = 3)
        """;

    internal static WebhookView Read(NpgsqlDataReader row) => Read(row, 0);

    internal static WebhookView Read(NpgsqlDataReader row, int column) =>
        new()
        {
            Url = row.GetString(column),
            IsForm = row.GetBoolean(column + 1),
            Topics = row.GetFieldValue<short[]>(column + 2),
            SendsCodes = row.GetBoolean(column + 3),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(column + 4),
            Paused = (PauseReason?)row.GetOptional<short>(column + 5),
            Failures = row.GetInt32(column + 6),
            LastStatus = row.GetOptional<short>(column + 7),
            LastFailure = (AttemptFailure?)row.GetOptional<short>(column + 8),
            LastAt = row.GetInstant(column + 9),
            Parked = row.GetInt32(column + 10),
        };
}
