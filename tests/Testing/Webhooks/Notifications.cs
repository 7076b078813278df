using System.Text.Json.Nodes;

namespace Latchwork.Testing.Webhooks;

/// <summary>What receivers were told, and how much they are still to be told.</summary>
internal static class Notifications
{
    /// <summary>Deliveries that wait, and endpoints that have not looked at all events yet.</summary>
    public const string WaitingSql = """
        select (select count(*) from delivery where state = 1)
            + (select count(*) from webhook_cursor c join audit_chain h on h.tenant_id = c.source_tenant_id where c.sequence < h.sequence)
        """;

    /// <summary>The events in a delivery of the Sifely wire: several of one lock may share it.</summary>
    public static IEnumerable<JsonNode> RecordsOf(ReceivedWebhook got) =>
        JsonNode.Parse((string)JsonNode.Parse(got.Text)!["records"]!)!.AsArray().Select(record => record!);
}
