using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>A command to be saved, and who asked for it.</summary>
/// <param name="OpensFor">How long the door is to stay open, as the caller asked; null for the lock's own time, and for what opens nothing.</param>
/// <param name="Shown">What was shown at a reader or a panel, where that is how it was asked for.</param>
internal readonly record struct NewCommand(
    SavedCommand Command,
    Caller By,
    TimeSpan? OpensFor = null,
    CredentialKind? Shown = null,
    CredentialId? Credential = null
);

/// <summary>How commands stand in their table.</summary>
internal static class CommandRow
{
    /// <summary>Adds the statement that saves the commands; nothing where there are none.</summary>
    /// <param name="now">When they were submitted.</param>
    public static void AddInsert(NpgsqlBatch batch, IReadOnlyList<NewCommand> commands, DateTimeOffset now)
    {
        if (commands.Count == 0)
        {
            return;
        }

        var insert = new NpgsqlBatchCommand(
            """
            insert into device_command (tenant_id, command_id, operation_id, link_id, lock_id, device_address, act, slot, arguments, priority, state,
                asked_by_kind, asked_by, session_id, surface, submitted_at, deadline_at, node_id, epoch, signing_key_id,
                opens_for, shown, credential_id, box_id, lease_id)
            select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::smallint[], $8::smallint[], $9::jsonb[],
                $10::smallint[], $11::smallint[], $12::smallint[], $13::uuid[], $14::uuid[], $15::smallint[], $16::timestamptz[], $17::timestamptz[],
                $18::uuid[], $19::bigint[], $20::uuid[], $21::interval[], $22::smallint[], $23::uuid[], $24::uuid[], $25::uuid[])
            """
        );
        var p = insert.Parameters;
        p.AddArray(commands, c => c.Command.Tenant.Value);
        p.AddArray(commands, c => c.Command.Id.Value);
        p.AddArray(commands, c => c.Command.Operation.Value);
        p.AddArray(commands, c => c.Command.Link.Value);
        p.AddArray(commands, c => c.Command.Lock?.Value);
        p.AddArray(commands, c => c.Command.DeviceAddress);
        p.AddArray(commands, c => (short)StoredAct.NumberOf(c.Command.Act));
        p.AddArray(commands, c => StoredAct.SlotOf(c.Command.Act));
        p.AddArray(commands, c => StoredAct.ArgumentsOf(c.Command.Act));
        p.AddArray(commands, c => (short)c.Command.Class);
        p.AddArray(commands, c => (short)(c.Command.Claim is null ? CommandState.Pending : CommandState.Claimed));
        p.AddArray(commands, c => (short)c.By.Principal.Kind);
        p.AddArray(commands, c => c.By.Principal.Id);
        p.AddArray(commands, c => c.By.Session.Value);
        p.AddArray(commands, c => (short)c.By.Surface);
        p.AddArray(commands, _ => now);
        p.AddArray(commands, c => now + (c.Command.Wait ?? TimeSpan.Zero));
        p.AddArray(commands, c => c.Command.Claim?.Node.Value);
        p.AddArray(commands, c => c.Command.Claim?.Epoch);
        p.AddArray(commands, c => c.By.Proof?.Key);
        p.AddArray(commands, c => c.OpensFor);
        p.AddArray(commands, c => (short?)c.Shown);
        p.AddArray(commands, c => c.Credential?.Value ?? c.Command.Credential?.Value);
        p.AddArray(commands, c => c.Command.Box?.Value);
        p.AddArray(commands, c => c.Command.Lease?.Value);
        batch.BatchCommands.Add(insert);
    }
}

/// <summary>The acts as they are stored. The numbers are stored: only add. Digits are never part of it (KR-2).</summary>
internal enum ActNumber
{
    Unlock = 1,
    Lock = 2,
    ReadState = 3,
    ReadBattery = 4,
    Ping = 5,
    SetPasscode = 6,
    ClearSlot = 7,
    ReadSlot = 8,
    SetCard = 9,
    OpenBox = 10,
    SetLed = 11,
    SetClock = 12,
    ReadClock = 13,
    Configure = 14,
}

internal static class StoredAct
{
    public static bool IsMotion(this ActNumber act) => act is ActNumber.Unlock or ActNumber.Lock or ActNumber.OpenBox;

    /// <summary>A motion, or a change of the device itself: it has an "asked" and an "ended" in the audit (AU-1). Looking has none.</summary>
    public static bool IsAudited(this ActNumber act) => act.IsMotion() || act is ActNumber.SetClock or ActNumber.Configure;

    public static AccessAct AccessAct(this ActNumber act) =>
        act switch
        {
            ActNumber.Unlock => Domain.Grants.AccessAct.Unlock,
            ActNumber.Lock => Domain.Grants.AccessAct.Lock,
            ActNumber.ReadState => Domain.Grants.AccessAct.ReadOpenState,
            ActNumber.ReadBattery or ActNumber.ReadClock => Domain.Grants.AccessAct.ReadDetail,
            ActNumber.SetClock or ActNumber.Configure => Domain.Grants.AccessAct.ChangeSettings,
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "Not an act on a door."),
        };

    public static AuditKind AuditKind(this ActNumber act) =>
        act switch
        {
            ActNumber.Unlock => Domain.Audit.AuditKind.Unlock,
            ActNumber.Lock => Domain.Audit.AuditKind.Lock,
            ActNumber.OpenBox => Domain.Audit.AuditKind.OpenBox,
            ActNumber.SetClock or ActNumber.Configure => Domain.Audit.AuditKind.LockChanged,
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "It is not audited."),
        };

    public static ActNumber NumberOf(DeviceAct act) =>
        act switch
        {
            DeviceAct.Unlock => ActNumber.Unlock,
            DeviceAct.Lock => ActNumber.Lock,
            DeviceAct.ReadState => ActNumber.ReadState,
            DeviceAct.ReadBattery => ActNumber.ReadBattery,
            DeviceAct.Ping => ActNumber.Ping,
            DeviceAct.SetPasscode => ActNumber.SetPasscode,
            DeviceAct.ClearSlot => ActNumber.ClearSlot,
            DeviceAct.ReadSlot => ActNumber.ReadSlot,
            DeviceAct.SetCard => ActNumber.SetCard,
            DeviceAct.OpenBox => ActNumber.OpenBox,
            DeviceAct.SetLed => ActNumber.SetLed,
            DeviceAct.SetClock => ActNumber.SetClock,
            DeviceAct.ReadClock => ActNumber.ReadClock,
            DeviceAct.Configure => ActNumber.Configure,
            _ => throw new ArgumentOutOfRangeException(nameof(act), act.GetType().Name, "An act without a number."),
        };

    public static short? SlotOf(DeviceAct act) =>
        act switch
        {
            DeviceAct.SetPasscode set => (short)set.Slot,
            DeviceAct.SetCard set => (short)set.Slot,
            DeviceAct.ClearSlot clear => (short)clear.Slot,
            DeviceAct.ReadSlot read => (short)read.Slot,
            _ => null,
        };

    public static string? ArgumentsOf(DeviceAct act) =>
        act switch
        {
            DeviceAct.Unlock { For: { } time } => Write(new StoredArguments { Seconds = time.TotalSeconds }),
            DeviceAct.Configure { Setting: var setting, Value: var value } => Write(new StoredArguments { Setting = setting, Value = value }),
            DeviceAct.ClearSlot { Kind: var kind } => Write(new StoredArguments { Kind = kind }),
            DeviceAct.ReadSlot { Kind: var kind } => Write(new StoredArguments { Kind = kind }),
            DeviceAct.OpenBox { Boxes: var boxes } => Write(new StoredArguments { Boxes = boxes }),
            DeviceAct.SetLed led => Write(
                new StoredArguments
                {
                    Boxes = led.Boxes,
                    Colour = led.Colour,
                    Blinks = led.Blinks,
                    Seconds = led.For?.TotalSeconds,
                }
            ),
            _ => null,
        };

    /// <summary>The act again; null for one that holds a credential's value, which is taken from the enrollment when it is sent.</summary>
    public static DeviceAct? Restore(ActNumber number, short? slot, string? arguments)
    {
        var more = arguments is null ? new StoredArguments() : JsonSerializer.Deserialize(arguments, StoredActJson.Default.StoredArguments)!;
        TimeSpan? time = more.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return number switch
        {
            ActNumber.Unlock => new DeviceAct.Unlock(time),
            ActNumber.Lock => new DeviceAct.Lock(),
            ActNumber.ReadState => new DeviceAct.ReadState(),
            ActNumber.ReadBattery => new DeviceAct.ReadBattery(),
            ActNumber.Ping => new DeviceAct.Ping(),
            ActNumber.ClearSlot => new DeviceAct.ClearSlot(more.Kind ?? CredentialKind.Passcode, slot ?? 0),
            ActNumber.ReadSlot => new DeviceAct.ReadSlot(more.Kind ?? CredentialKind.Passcode, slot ?? 0),
            ActNumber.OpenBox => new DeviceAct.OpenBox(more.Boxes ?? []),
            ActNumber.SetLed => new DeviceAct.SetLed(more.Boxes ?? [], more.Colour, more.Blinks ?? false, time),
            ActNumber.SetClock => new DeviceAct.SetClock(),
            ActNumber.ReadClock => new DeviceAct.ReadClock(),
            ActNumber.Configure => new DeviceAct.Configure(more.Setting ?? default, more.Value ?? 0),
            ActNumber.SetPasscode or ActNumber.SetCard => null,
        };
    }

    private static string Write(StoredArguments arguments) => JsonSerializer.Serialize(arguments, StoredActJson.Default.StoredArguments);
}

internal sealed record StoredArguments
{
    public double? Seconds { get; init; }

    public CredentialKind? Kind { get; init; }

    public IReadOnlyList<int>? Boxes { get; init; }

    public string? Colour { get; init; }

    public bool? Blinks { get; init; }

    public LockSetting? Setting { get; init; }

    public int? Value { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(StoredArguments))]
internal sealed partial class StoredActJson : JsonSerializerContext;
