using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>Who and what an event names, for those who may read it. The statement that reads them calls the event's row <c>e</c>.</summary>
/// <param name="Person">Who asked for it over an API.</param>
/// <param name="Credential">What was shown at the door, by its name.</param>
internal sealed record EventNames(PersonName Person, string? Credential)
{
    public const int Width = PersonName.Width + 1;

    public static readonly string Columns = $"{PersonName.ColumnsOf("who")}, c.name";

    /// <summary>The sealed value of the credential as it was when the event happened; null where it has another one by now.</summary>
    public const string ValueThen = "case when c.value_since is null or least(e.happened_at, e.received_at) >= c.value_since then c.value_sealed end";

    public static readonly string Joins = $"""
        {PersonName.JoinOf("e.principal_id", "who")}
        left join credential c on c.tenant_id = e.tenant_id and c.credential_id = (convert_from(e.bytes, 'UTF8')::jsonb ->> 'credential')::uuid
        """;

    public static EventNames Read(NpgsqlDataReader row, int column) => new(PersonName.Read(row, column), row.GetText(column + PersonName.Width));
}
