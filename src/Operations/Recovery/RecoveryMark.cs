using Npgsql;

namespace Latchwork.Operations.Recovery;

/// <summary>Whose journal it is, and how far the database knows it.</summary>
internal readonly record struct RecoveryMark(Guid Journal, long Batch)
{
    public const string Sql = "select journal_id, batch from recovery_mark";

    public static RecoveryMark Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetInt64(1));
}
