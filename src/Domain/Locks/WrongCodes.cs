namespace Latchwork.Domain.Locks;

/// <summary>Wrong codes of late that a lock itself refused and told (RL-2): so many in a minute are a burst, which is told once. It is over after a quiet minute.</summary>
/// <param name="At">The newest of them in their order, at most <see cref="Burst"/>; all within <see cref="Within"/> of the last.</param>
/// <param name="IsTold">The burst under way has been told.</param>
public sealed record WrongCodes(IReadOnlyList<DateTimeOffset> At, bool IsTold = false)
{
    public const int Burst = 5;

    public static TimeSpan Within { get; } = TimeSpan.FromSeconds(60);

    public static WrongCodes None { get; } = new([]);

    /// <summary>One more. One that comes late counts where it belongs; one of long before the others counts nothing.</summary>
    /// <returns>Whether a burst is to be told now.</returns>
    public (WrongCodes Codes, bool IsBurst) After(DateTimeOffset at)
    {
        var isQuiet = At.Count == 0 || at > At[^1] + Within;
        if (!isQuiet && at < At[^1] - Within)
        {
            return (this, false);
        }

        DateTimeOffset[] all = isQuiet ? [at] : [.. At.Append(at).Order()];
        DateTimeOffset[] late = [.. all.Where(one => one >= all[^1] - Within).TakeLast(Burst)];
        var wasTold = IsTold && !isQuiet;
        var isBurst = !wasTold && late.Length == Burst;
        return (new WrongCodes(late, wasTold || isBurst), isBurst);
    }

    public bool Equals(WrongCodes? other) => other is not null && IsTold == other.IsTold && At.SequenceEqual(other.At);

    public override int GetHashCode() => HashCode.Combine(IsTold, At.Count);
}
