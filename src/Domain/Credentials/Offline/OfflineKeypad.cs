using System.Collections.Immutable;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>
/// A lock's side of offline codes: digits and the lock's own time in, a verdict and the next keypad out. Immutable; whoever runs it keeps the last
/// one, and keeps it through a loss of power.
/// </summary>
public sealed record OfflineKeypad(OfflineSecret Secret, OfflineRules Rules)
{
    public int Epoch { get; private init; }

    public KeypadPatience Patience { get; init; }

    /// <summary>One-time codes that have opened, until their windows are over.</summary>
    private ImmutableDictionary<OfflineMark, DateTimeOffset> Spent { get; init; } = [];

    /// <summary>Codes that were used in time, where first uses are limited, until their windows are over.</summary>
    private ImmutableDictionary<OfflineMark, DateTimeOffset> Begun { get; init; } = [];

    private ImmutableHashSet<OfflineMark> Denied { get; init; } = [];

    public static OfflineKeypad From(OfflineOrders orders) => new OfflineKeypad(orders.Secret, orders.Rules).Obeying(orders);

    /// <summary>After orders, which may come twice: with another secret it is a new keypad, and as patient as it was.</summary>
    public OfflineKeypad Obeying(OfflineOrders orders)
    {
        var kept = orders.Secret.Equals(Secret) ? this : new OfflineKeypad(orders.Secret, orders.Rules) { Patience = Patience };
        var obeying = kept with { Rules = orders.Rules, Denied = [.. orders.Denied] };
        return orders.Epoch > kept.Epoch ? obeying.In(orders.Epoch) : obeying;
    }

    /// <summary>Somebody typed digits that no other memory of the lock knows.</summary>
    public OfflineEntry Enter(PinDigits digits, DateTimeOffset now)
    {
        if (Patience.IsOutAt(now))
        {
            return new OfflineEntry(OfflineVerdict.OutOfService, null, this);
        }

        var (verdict, code) = Look(digits, now);
        return verdict switch
        {
            OfflineVerdict.Opens => new OfflineEntry(verdict, code.Mark, OpenedBy(code, now)),
            OfflineVerdict.Erases => new OfflineEntry(verdict, code.Mark, In(code.Epoch).Right()),
            _ => new OfflineEntry(verdict, null, this with { Patience = Patience.AfterWrong(now) }),
        };
    }

    /// <summary>A code of the lock's own memory opened.</summary>
    public OfflineKeypad Right() => this with { Patience = Patience.AfterRight() };

    /// <summary>Whether the code would open or erase at that time by the lock's clock.</summary>
    public OfflineVerdict Judge(OfflineCode code, DateTimeOffset now)
    {
        var ahead = code.Epoch - Epoch;
        if (code.Shelf == OfflineShelf.Erase)
        {
            return ahead is >= 1 and <= OfflineRules.MostEpochsAhead ? OfflineVerdict.Erases : OfflineVerdict.WrongEpoch;
        }

        return ahead is not (0 or 1) ? OfflineVerdict.WrongEpoch
            : OfflineWindow.Of(code.Place, Rules) is not { } window ? OfflineVerdict.Unknown
            : Denied.Contains(code.Mark) ? OfflineVerdict.Denied
            : Spent.ContainsKey(code.Mark) ? OfflineVerdict.Spent
            : !window.HasBegun(now) ? OfflineVerdict.TooEarly
            : window.IsOver(now) ? OfflineVerdict.Over
            : !window.IsOpenAt(now) ? OfflineVerdict.OutsideHours
            : IsSuspended(code, window, now) ? OfflineVerdict.Suspended
            : OfflineVerdict.Opens;
    }

    /// <summary>The epochs that a lock follows lie in two blocks at most: each has a key, and digits may mean something under either.</summary>
    private (OfflineVerdict Verdict, OfflineCode Code) Look(PinDigits digits, DateTimeOffset now)
    {
        var block = Epoch / OfflineLayout.EpochsInBlock;
        var first = LookIn(block, digits, now);
        var second = first.Verdict is OfflineVerdict.Opens or OfflineVerdict.Erases ? first : LookIn(block + 1, digits, now);
        return second.Verdict is OfflineVerdict.Opens or OfflineVerdict.Erases ? second : first;
    }

    private (OfflineVerdict Verdict, OfflineCode Code) LookIn(int block, PinDigits digits, DateTimeOffset now) =>
        Secret.Decode(digits, block) is { } code ? (Judge(code, now), code) : (OfflineVerdict.Unknown, default);

    private bool IsSuspended(OfflineCode code, OfflineWindow window, DateTimeOffset now) =>
        Rules.HasFirstUseLimits
        && code.Shelf is OfflineShelf.Hours or OfflineShelf.Days or OfflineShelf.Stays or OfflineShelf.Dates or OfflineShelf.Months
        && now - OfflineRules.Tolerance >= window.Window.StartsAt + OfflineRules.FirstUseWithin
        && !Begun.ContainsKey(code.Mark);

    private OfflineKeypad OpenedBy(OfflineCode code, DateTimeOffset now)
    {
        var next = code.Epoch > Epoch ? In(code.Epoch) : this;
        // Remembered for the longest that the code can ever have: the switch may be turned.
        var longest = OfflineWindow.Of(code.Place, Rules with { HasFirstUseLimits = false });
        var until = longest?.Window.EndsAt + OfflineRules.Tolerance ?? DateTimeOffset.MaxValue;
        return code.Shelf == OfflineShelf.OneTime
            ? next.Right() with
            {
                Spent = Running(next.Spent, now).SetItem(code.Mark, until),
            }
            : next.Right() with
            {
                Begun = Rules.HasFirstUseLimits ? Running(next.Begun, now).SetItem(code.Mark, until) : next.Begun,
            };
    }

    /// <summary>What is remembered of older epochs is not needed: none of their codes opens again.</summary>
    private OfflineKeypad In(int epoch) =>
        this with
        {
            Epoch = epoch,
            Spent = Spent.RemoveRange(Spent.Keys.Where(mark => mark.Epoch < epoch)),
            Begun = Begun.RemoveRange(Begun.Keys.Where(mark => mark.Epoch < epoch)),
            Denied = Denied.Except(Denied.Where(mark => mark.Epoch < epoch)),
        };

    private static ImmutableDictionary<OfflineMark, DateTimeOffset> Running(
        ImmutableDictionary<OfflineMark, DateTimeOffset> marks,
        DateTimeOffset now
    ) => marks.RemoveRange(marks.Where(mark => mark.Value <= now).Select(mark => mark.Key));
}
