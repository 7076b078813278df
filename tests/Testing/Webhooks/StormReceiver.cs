using System.Text.Json;
using Latchwork.Domain;

namespace Latchwork.Testing.Webhooks;

/// <summary>A receiver that fails in one way, half of the time, until it is mended.</summary>
internal sealed class StormReceiver
{
    private readonly Lock gate = new();
    private readonly Seed seed;
    private double rate;
    private bool isTrusted;

    public StormReceiver(ReceiverAct act, double rate, Seed seed, bool isOrdered, TestCertificates? secure)
    {
        (Act, this.rate, this.seed, IsOrdered) = (act, rate, seed, isOrdered);
        Http = new WebhookReceiver(secure?.LeafOf("elsewhere.example")) { Behave = Behave };
    }

    public ReceiverAct Act { get; }

    public bool IsOrdered { get; }

    public WebhookReceiver Http { get; }

    public string Id { get; set; } = "";

    public string Secret { get; set; } = "";

    /// <summary>A wrong certificate is mended at once, since a storm of it would be over before it began; what else fails only when everything is to be well.</summary>
    public void Mend(bool isWhole, TestCertificates certificates)
    {
        if (Http.Certificate is not null && !isTrusted)
        {
            isTrusted = true;
            Http.Certificate = certificates.LeafOf("127.0.0.1");
        }

        lock (gate)
        {
            rate = isWhole ? 0 : rate;
        }
    }

    /// <summary>Each event was taken, under one id, and in order where that was asked for.</summary>
    public IEnumerable<string> Judge(int events)
    {
        var got = Http.Received.Select(one => (Number: NumberOf(one), one.Id, one.IsAcknowledged)).ToList();
        var taken = got.Where(one => one.IsAcknowledged).Select(one => one.Number).Distinct().ToList();
        if (taken.Count != events)
        {
            yield return $"{Act}: {events - taken.Count} of {events} events were lost";
        }

        if (got.GroupBy(one => one.Number).Any(same => same.Select(one => one.Id).Distinct().Count() > 1))
        {
            yield return $"{Act}: an event came under two ids";
        }

        if (got.GroupBy(one => one.Id).Any(same => same.Select(one => one.Number).Distinct().Count() > 1))
        {
            yield return $"{Act}: two events came under one id";
        }

        if (IsOrdered && !taken.SequenceEqual(taken.Order()))
        {
            yield return $"{Act}: the order was not kept";
        }
    }

    private ReceiverAct Behave()
    {
        lock (gate)
        {
            return seed.Chance(rate) ? Act : ReceiverAct.Ok;
        }
    }

    private static int NumberOf(ReceivedWebhook got) => JsonElement.Parse(got.Body).GetProperty("data").GetProperty("battery").GetInt32();
}
