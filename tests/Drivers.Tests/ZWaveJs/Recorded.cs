using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Testing.ZWave;

namespace Latchwork.Drivers.Tests.ZWaveJs;

/// <summary>Frames of the real server (tests/fixtures/zwave/recorded): node 2 is a User Code lock, node 3 a User Credential lock.</summary>
internal static class Recorded
{
    private static string Folder => Path.Combine(Path.Combine(TestPaths.Repository, "tests", "fixtures", "zwave"), "recorded");

    public static IEnumerable<string> Frames(string recording) => File.ReadLines(Path.Combine(Folder, $"{recording}.jsonl"));

    public static JsonArray Nodes() => (JsonArray)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "nodes.json")))!;

    public static JsonNode Node(int id) => Nodes().Single(node => (int)node!["nodeId"]! == id)!;

    public static JsonNode State(params int[] nodes) =>
        new JsonObject { ["state"] = new JsonObject { ["nodes"] = new JsonArray([.. nodes.Select(id => Node(id).DeepClone())]) } };

    public static JsonNode ZWaveError(int code) =>
        new JsonObject
        {
            ["type"] = "result",
            ["success"] = false,
            ["errorCode"] = "zwave_error",
            ["zwaveErrorCode"] = code,
            ["zwaveErrorMessage"] = $"It went wrong with 482913 (ZW{code:0000})",
        };

    /// <summary>What the server answers from its memory.</summary>
    public static JsonNode AnswerTo(string command, JsonElement request) =>
        (command, Node: request.TryGetProperty("nodeId", out var node) ? node.GetInt32() : 0) switch
        {
            ("start_listening", _) => State(1, 2, 3),
            ("endpoint.access_control.is_supported", _) => Json("""{"supported":true}"""),
            ("endpoint.access_control.get_user_capabilities_cached", 2) => Json(
                """{"capabilities":{"maxUsers":10,"supportedUserTypes":[0],"supportedCredentialRules":[1],"supportsUsersWithoutCredentials":false}}"""
            ),
            ("endpoint.access_control.get_user_capabilities_cached", _) => Json(
                """{"capabilities":{"maxUsers":20,"supportedUserTypes":[0,6,7],"maxUserNameLength":32,"supportsUsersWithoutCredentials":true}}"""
            ),
            ("endpoint.access_control.get_credential_capabilities_cached", 2) => Json(
                """{"capabilities":{"supportedCredentialTypes":{"1":{"numberOfCredentialSlots":10,"minCredentialLength":4,"maxCredentialLength":10}}}}"""
            ),
            ("endpoint.access_control.get_credential_capabilities_cached", _) => Json(
                """{"capabilities":{"supportedCredentialTypes":{"1":{"numberOfCredentialSlots":20,"minCredentialLength":4,"maxCredentialLength":8},"3":{"numberOfCredentialSlots":10,"minCredentialLength":4,"maxCredentialLength":10}}}}"""
            ),
            ("endpoint.access_control.get_all_credentials_cached", _) => Json(
                """{"credentials":[{"userId":4,"type":1,"slot":7,"data":"482913"},{"userId":0,"type":1,"slot":8,"data":""}]}"""
            ),
            _ => Json("{}"),
        };

    public static JsonNode Json(string text) => JsonNode.Parse(text)!;

    public static string Notification(int node, int type, int @event, int? user = null) =>
        Event(
            node,
            "notification",
            $$"""{"type":{{type}},"event":{{@event}}{{(user is null ? "" : $$""","parameters":{"userId":{{user}}}""")}}}""",
            ""","endpointIndex":0,"ccId":113"""
        );

    public static string Updated(int node, int commandClass, string property, string newValue, string prevValue) =>
        Event(
            node,
            "value updated",
            $$"""{"commandClass":{{commandClass}},"endpoint":0,"property":"{{property}}","newValue":{{newValue}},"prevValue":{{prevValue}}}"""
        );

    public static string Event(int node, string name, string args, string more = "") =>
        $$"""{"type":"event","event":{"source":"node","event":"{{name}}","nodeId":{{node}}{{more}},"args":{{args}} } }""";
}
