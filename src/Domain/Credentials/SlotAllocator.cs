namespace Latchwork.Domain.Credentials;

public static class SlotAllocator
{
    /// <summary>
    /// The lowest free slot, or null when the memory is full. That two codes of one lock differ while their windows overlap is checked elsewhere.
    /// </summary>
    /// <param name="slots">How many the lock has; numbered from 1.</param>
    /// <param name="reserved">Slots of enrollments that live, those being removed too.</param>
    /// <param name="foreign">Slots known to hold a stranger's credential.</param>
    public static int? Lowest(int slots, IEnumerable<int> reserved, IEnumerable<int> foreign)
    {
        var used = new HashSet<int>(reserved);
        used.UnionWith(foreign);
        for (var slot = 1; slot <= slots; slot++)
        {
            if (!used.Contains(slot))
            {
                return slot;
            }
        }

        return null;
    }
}
