using System.Text.Json;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>What a node is, from the server's dump of it (devices.md 1b). It changes only by an interview.</summary>
internal sealed record NodeFacts(string Name, string Model, string? Firmware, bool IsEncrypted, bool IsInterviewed)
{
    private const int EntryControl = 64;
    private const int Dead = 3;
    private const int NoSecurity = -1;

    public required IReadOnlySet<int> CommandClasses { get; init; }

    /// <summary>Sensors by the values that the interview made.</summary>
    public required Capabilities Sensors { get; init; }

    /// <summary>The user code memory as its values describe it; for locks without the access control API.</summary>
    public required SlotRange? PlainUserCodes { get; init; }

    public bool Has(int commandClass) => CommandClasses.Contains(commandClass);

    public static bool IsLock(JsonElement node) =>
        node.Bool("isControllerNode") != true && (GenericClass(node) == EntryControl || Classes(node).Contains(CommandClass.DoorLock));

    /// <summary>Asleep is reachable: it hears us when it wakes.</summary>
    public static bool IsOnline(JsonElement node) => node.Int("status") != Dead;

    public static NodeFacts Read(JsonElement node)
    {
        var id = node.Int("nodeId");
        var values = node.Items("values").ToList();
        return new NodeFacts(
            node.Text("name") is { Length: > 0 } name ? name : $"Lock {id}",
            ModelOf(node),
            node.Text("firmwareVersion"),
            IsEncrypted: (node.Int("highestSecurityClass") ?? NoSecurity) > NoSecurity,
            IsInterviewed: node.Bool("ready") == true && node.Text("interviewStage") is null or "Complete"
        )
        {
            CommandClasses = Classes(node),
            Sensors = SensorsOf(values),
            PlainUserCodes = UserCodesOf(values),
        };
    }

    private static int? GenericClass(JsonElement node) => (node.Member("deviceClass") ?? EndpointClass(node))?.Member("generic")?.Int("key");

    private static JsonElement? EndpointClass(JsonElement node) =>
        node.Items("endpoints").FirstOrDefault(one => one.Int("index") == 0).Member("deviceClass");

    private static HashSet<int> Classes(JsonElement node) =>
        [.. node.Items("endpoints").SelectMany(one => one.Items("commandClasses")).Select(one => one.Int("id")).OfType<int>()];

    private static string ModelOf(JsonElement node)
    {
        var device = node.Member("deviceConfig");
        var maker = device?.Text("manufacturer") ?? node.Text("manufacturer");
        var label = device?.Text("label") ?? node.Text("label");
        return label is null
            ? $"{node.Int("manufacturerId") ?? 0:x4}:{node.Int("productType") ?? 0:x4}:{node.Int("productId") ?? 0:x4}"
            : $"{maker} {label}".Trim();
    }

    private static Capabilities SensorsOf(List<JsonElement> values)
    {
        var sensors = Capabilities.None;
        foreach (var value in values)
        {
            sensors |= (value.Int("commandClass"), value.Text("property"), value.Text("propertyKey")) switch
            {
                (CommandClass.DoorLock, "doorStatus", _) => Capabilities.DoorSensor,
                (CommandClass.Notification, "Access Control", "Door state") => Capabilities.DoorSensor,
                (CommandClass.Notification, "Access Control", "Lock state") => Capabilities.JamSensor,
                (CommandClass.Notification, "Home Security", "Cover status") => Capabilities.TamperSensor,
                (CommandClass.Battery, "level", _) => Capabilities.Battery,
                _ => Capabilities.None,
            };
        }

        return sensors;
    }

    private static SlotRange? UserCodesOf(List<JsonElement> values)
    {
        var codes = values.Where(value => value.Int("commandClass") == CommandClass.UserCode && value.Text("property") == "userCode").ToList();
        var slots = codes.Max(code => code.Int("propertyKey")) ?? 0;
        var metadata = codes.FirstOrDefault().Member("metadata");
        return slots > 0 ? new SlotRange(slots, metadata?.Int("minLength") ?? 4, metadata?.Int("maxLength") ?? 10) : null;
    }
}

/// <summary>A memory for one kind of credential: slots from 1 to <paramref name="Count"/>.</summary>
internal sealed record SlotRange(int Count, int MinLength, int MaxLength);
