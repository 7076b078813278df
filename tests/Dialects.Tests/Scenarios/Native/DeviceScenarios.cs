namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>What is behind the links; the tenant itself.</summary>
internal static class DeviceScenarios
{
    private const string Devices = "/api/v1/devices";
    private const string Tenant = "/api/v1/tenant";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("Gateways behind a link", "GET", $"{Devices}?linkId={{Demo}}&kind=gateway") { Learns = [("gateway", "items.0.id")] },
        new("Devices of no kind", "GET", $"{Devices}?kind=toaster"),
        new("Devices, with a key that may not", "GET", Devices, Weak),
        new("Devices behind a link that is not there", "GET", $"{Devices}?linkId={NoId}"),
        new("A device", "GET", $"{Devices}/{{gateway}}"),
        new("A device, with a key that may not", "GET", $"{Devices}/{{gateway}}", Weak),
        new("A device of another tenant", "GET", $"{Devices}/{{gateway}}", Other),
        new("Another name and zone", "PATCH", Tenant) { Json = """{"name":"The house","timeZone":"Europe/London"}""" },
        new("The tenant by now", "GET", Tenant),
        new("A tenant without a name", "PATCH", Tenant) { Json = """{"name":" "}""" },
        new("A tenant in no zone", "PATCH", Tenant) { Json = """{"timeZone":"Mars"}""" },
        new("Another name, with a key that may not", "PATCH", Tenant, Weak) { Json = """{"name":"Mine"}""" },
    ];
}
