namespace Latchwork.Drivers.Simulator;

/// <summary>What a lock keeps of one kind of credential. Times are those of the lock's own clock, except for forgetting.</summary>
internal sealed class SlotMemory(int slots)
{
    private readonly SortedDictionary<int, Kept> kept = [];

    public bool Has(int slot) => slot >= 1 && slot <= slots;

    public bool IsHeldElsewhere(string value, int slot, DateTimeOffset now)
    {
        Forget(now);
        return kept.Any(entry => entry.Key != slot && entry.Value.Value == value);
    }

    public void Set(int slot, Kept credential) => kept[slot] = credential;

    public void Clear(int slot) => kept.Remove(slot);

    public string? Read(int slot, DateTimeOffset now)
    {
        Forget(now);
        return kept.GetValueOrDefault(slot)?.Value;
    }

    /// <summary>The slot that opens with it at <paramref name="lockTime"/>.</summary>
    public int? Match(string value, DateTimeOffset lockTime, DateTimeOffset now)
    {
        Forget(now);
        foreach (var (slot, credential) in kept)
        {
            if (credential.Value == value && credential.IsRunningAt(lockTime))
            {
                return slot;
            }
        }

        return null;
    }

    public IReadOnlyDictionary<int, string> Contents(DateTimeOffset now)
    {
        Forget(now);
        return kept.ToDictionary(entry => entry.Key, entry => entry.Value.Value);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var slot in kept.Where(entry => entry.Value.LostAt <= now).Select(entry => entry.Key).ToList())
        {
            kept.Remove(slot);
        }
    }

    /// <param name="Value">Digits, or a card's number in hexadecimal.</param>
    /// <param name="From">Start of its window, included; null for at once.</param>
    /// <param name="Until">End of it, excluded; null for none.</param>
    /// <param name="LostAt">When a forgetting lock drops it.</param>
    internal sealed record Kept(string Value, DateTimeOffset? From, DateTimeOffset? Until, DateTimeOffset? LostAt)
    {
        public bool IsRunningAt(DateTimeOffset instant) => (From is null || instant >= From) && (Until is null || instant < Until);

        public override string ToString() => nameof(Kept);
    }
}
