namespace Latchwork.Domain.Devices;

/// <summary>How the queue of a link stands.</summary>
/// <param name="Waiting">Commands that were not sent yet.</param>
/// <param name="UnderWay">Commands that were sent, or are about to be.</param>
public readonly record struct QueueDepth(int Waiting, int UnderWay)
{
    /// <summary>So long it will probably be until nothing is left, by how long such acts took lately. Null: the link is offline, or not held.</summary>
    public TimeSpan? EmptyIn { get; init; }

    /// <summary>What one more credential to be written adds to that, by the same measure.</summary>
    public TimeSpan? EditTakes { get; init; }
}
