using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Testing.Webhooks;

namespace Latchwork.Dialects.Tests.Sifely.Webhooks;

/// <summary>
/// As receivers of the vendor's service work (12.4): they parse JSON, take <c>records</c> for a string with an array in it, know no signature, tell
/// repeats by nothing, and follow the lock by successful records alone.
/// </summary>
internal sealed class VendorReceiver
{
    private static readonly HashSet<int> Unlocking = [1, 4, 7, 8, 9, 12, 49, 57, 67, 84, 92];
    private static readonly HashSet<int> Locking = [11, 33, 34, 35, 47, 52, 61, 69, 86];

    private readonly Dictionary<long, string> states = [];
    private int taken;

    public void Take(IReadOnlyList<ReceivedWebhook> received)
    {
        for (; taken < received.Count; taken++)
        {
            var told = JsonNode.Parse(received[taken].Text)!;
            var door = long.Parse((string)told["lockId"]!, CultureInfo.InvariantCulture);
            foreach (var record in JsonNode.Parse((string)told["records"]!)!.AsArray().Where(record => (int)record!["success"]! == 1))
            {
                var type = (int)record!["recordType"]!;
                states[door] =
                    Unlocking.Contains(type) ? "unlocked"
                    : Locking.Contains(type) ? "locked"
                    : states.GetValueOrDefault(door, "unknown");
            }
        }
    }

    public string StateOf(long door) => states.GetValueOrDefault(door, "unknown");
}
