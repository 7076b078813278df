using System.Text.Json.Nodes;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>The commands of <c>@zwave-js/server</c> that we send, schema 48 and later (devices.md 1a–1d).</summary>
internal static class ZWaveJsProtocol
{
    public const int NewestSchema = 50;

    /// <summary>Below it there is no access control API.</summary>
    public const int OldestSchema = 48;

    public static ZWaveJsCommand SetSchema(int version) => new("set_api_schema", new JsonObject { ["schemaVersion"] = version });

    public static ZWaveJsCommand StartListening() => new("start_listening", []);

    public static ZWaveJsCommand Ping(int node) => new("node.ping", new JsonObject { ["nodeId"] = node });

    public static ZWaveJsCommand SetClock(int node, DateTimeOffset now) =>
        new("node.set_date_and_time", new JsonObject { ["nodeId"] = node, ["date"] = $"{now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}" });

    public static ZWaveJsCommand SetTargetMode(int node, LockMode mode) => Value("node.set_value", node, ValueIds.TargetMode, (int)mode);

    /// <summary>Asks the lock over the radio.</summary>
    public static ZWaveJsCommand Poll(int node, ValueId value) => Value("node.poll_value", node, value);

    /// <summary>Asks the server what it remembers.</summary>
    public static ZWaveJsCommand Recall(int node, ValueId value) => Value("node.get_value", node, value);

    public static ZWaveJsCommand AccessControl(int node, string method, JsonObject? arguments = null) =>
        new($"endpoint.access_control.{method}", Endpoint(node, arguments ?? []));

    public static ZWaveJsCommand UserCode(int node, string method, params JsonNode[] arguments) =>
        new(
            "endpoint.invoke_cc_api",
            Endpoint(
                node,
                new JsonObject
                {
                    ["commandClass"] = CommandClass.UserCode,
                    ["methodName"] = method,
                    ["args"] = new JsonArray(arguments),
                }
            )
        );

    private static ZWaveJsCommand Value(string command, int node, ValueId value, JsonNode? newValue = null)
    {
        var id = new JsonObject
        {
            ["commandClass"] = value.CommandClass,
            ["endpoint"] = 0,
            ["property"] = value.Property,
        };
        var arguments = new JsonObject { ["nodeId"] = node, ["valueId"] = id };
        if (newValue is not null)
        {
            arguments["value"] = newValue;
        }

        return new ZWaveJsCommand(command, arguments);
    }

    private static JsonObject Endpoint(int node, JsonObject arguments)
    {
        arguments["nodeId"] = node;
        arguments["endpoint"] = 0;
        return arguments;
    }
}

/// <summary>One request. Its arguments may hold a PIN in clear, so it shows only its name (LG-1).</summary>
internal sealed class ZWaveJsCommand(string name, JsonObject arguments)
{
    public string Name => name;

    /// <summary>The frame, UTF-8 JSON.</summary>
    public byte[] Frame(string messageId)
    {
        arguments["messageId"] = messageId;
        arguments["command"] = name;
        return System.Text.Encoding.UTF8.GetBytes(arguments.ToJsonString());
    }

    public override string ToString() => name;
}

internal readonly record struct ValueId(int CommandClass, string Property);

internal static class ValueIds
{
    public static ValueId TargetMode { get; } = new(CommandClass.DoorLock, "targetMode");
    public static ValueId CurrentMode { get; } = new(CommandClass.DoorLock, "currentMode");
    public static ValueId DoorStatus { get; } = new(CommandClass.DoorLock, "doorStatus");
    public static ValueId BatteryLevel { get; } = new(CommandClass.Battery, "level");
    public static ValueId BatteryIsLow { get; } = new(CommandClass.Battery, "isLow");
}

internal static class CommandClass
{
    public const int ScheduleEntryLock = 78;
    public const int DoorLock = 98;
    public const int UserCode = 99;
    public const int Notification = 113;
    public const int Battery = 128;
    public const int Clock = 129;
    public const int UserCredential = 131;
    public const int TimeParameters = 139;
}

/// <summary>Values of <c>currentMode</c> and <c>targetMode</c>.</summary>
internal enum LockMode
{
    Unsecured = 0,
    UnsecuredWithTimeout = 1,
    InsideUnsecured = 16,
    InsideUnsecuredWithTimeout = 17,
    OutsideUnsecured = 32,
    OutsideUnsecuredWithTimeout = 33,

    /// <summary>Not fully locked, and nobody knows how far.</summary>
    Unknown = 254,
    Secured = 255,
}

/// <summary><c>credentialType</c> of the access control API.</summary>
internal enum CredentialType
{
    Pin = 1,
    Rfid = 3,
    Finger = 9,
}
