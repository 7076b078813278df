namespace Latchwork.Domain.Locks;

/// <summary>
/// What a lock offers to those who run it, by what it does itself and what the server does in its place. The one rule behind what is shown as possible and
/// what is refused as not.
/// </summary>
/// <param name="HasRelockTime">How long it stays open can be set.</param>
/// <param name="HasOpenHours">It can be kept open in set hours.</param>
/// <param name="TakesManyPeople">It may be given to <see cref="Many"/> people at once.</param>
public readonly record struct LockAbilities(bool HasRelockTime, bool HasOpenHours, bool TakesManyPeople)
{
    public const int Many = 25;

    /// <param name="isConnected">A link leads to it, up or not: without one nothing would come of a setting.</param>
    /// <param name="places">How many people the largest of its memories holds; null or 0 where it keeps nobody, so that nothing limits them.</param>
    public static LockAbilities Of(Capabilities capabilities, bool isConnected, int? places) =>
        new(
            HasRelockTime: isConnected && capabilities.HasFlag(Capabilities.Lock),
            HasOpenHours: isConnected && capabilities.HasFlag(Capabilities.Lock | Capabilities.Unlock),
            TakesManyPeople: places is null or 0 or >= Many
        );
}
