using System.Text.Json;
using System.Text.Json.Serialization;

namespace Latchwork.Operations.Recovery;

/// <summary>What became of a row. The numbers are stored: only add.</summary>
internal enum RowAct
{
    Made = 1,
    Changed = 2,
    Deleted = 3,
}

/// <summary>One change that must hold after a restore, too (FS-6).</summary>
/// <param name="Subject">The table.</param>
/// <param name="Key">Its primary key.</param>
/// <param name="Noted">The columns that count, as the row says them now; null where it is gone.</param>
internal sealed record RecoveryEntry(string Subject, RowAct Act, JsonElement Key, JsonElement? Noted);

/// <summary>One event as the list has it: its canonical bytes, and the hash that ties it to the one before.</summary>
internal sealed record ListedEvent(Guid Tenant, long Sequence, byte[] Hash, byte[] Bytes);

/// <summary>What the journal took over in one transaction.</summary>
/// <param name="Journal">Of the one database whose journal it is, and of those that are restored from its backups.</param>
/// <param name="Number">From 1, without a gap. After a crash one number may be there twice, and the later one tells at least as much.</param>
/// <param name="IsEnd">The server stopped here, and there was nothing that is not in the journal.</param>
internal sealed record RecoveryBatch(
    Guid Journal,
    long Number,
    DateTimeOffset At,
    bool IsEnd,
    IReadOnlyList<RecoveryEntry> Entries,
    IReadOnlyList<ListedEvent> Events
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecoveryBatch))]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class RecoveryJson : JsonSerializerContext;
