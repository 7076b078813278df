using System.Text.Json.Serialization;
using Latchwork.Dialects.Sifely.Records;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Webhooks;

namespace Latchwork.Dialects.Sifely.Webhooks;

/// <summary>One record of a notification (12.4). What is not known is there, and null.</summary>
internal sealed record NotifiedRecord
{
    public required long LockId { get; init; }

    /// <summary>Per cent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? ElectricQuantity { get; init; }

    public required long ServerDate { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? RecordTypeFromLock { get; init; }

    public required int RecordType { get; init; }

    /// <summary>1 or 0.</summary>
    public required int Success { get; init; }

    public required string LockMac { get; init; }

    /// <summary>Of a good entry, at endpoints where that was switched on (WH-5).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? KeyboardPwd { get; init; }

    /// <summary>By the lock's clock.</summary>
    public required long LockDate { get; init; }

    /// <summary>The account of who asked over an API, else the name of the code or card.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Username { get; init; }

    /// <exception cref="InvalidOperationException">No history shows such an event.</exception>
    public static NotifiedRecord Of(WebhookEvent told, WebhookLock door)
    {
        var type = RecordTypes.Of(told.Facts) ?? throw new InvalidOperationException($"No history shows {told.Facts.Kind}.");
        return new NotifiedRecord
        {
            LockId = door.Number,
            ElectricQuantity = told.Battery,
            ServerDate = WireTime.Milliseconds(told.ReceivedAt),
            RecordTypeFromLock = type.FromLock,
            RecordType = type.Type,
            Success = Switch.Bit(type.IsSuccess),
            LockMac = door.Mac,
            KeyboardPwd = type.IsSuccess ? told.Code : null,
            LockDate = WireTime.Milliseconds(told.HappenedAt),
            Username = told.UserName ?? told.CredentialName,
        };
    }

    public override string ToString() => $"record of type {RecordType}";
}
