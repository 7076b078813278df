using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Sifely.Locks;

internal static class LockFilters
{
    /// <summary>The documentation really spells it <c>lockAlis</c>; others spell it right. Group 0 is no group, so no filter (3.1).</summary>
    public static GrantedLocksFilter Locks(this SifelyParameters given, Paging paging) =>
        new(paging.Request) { NameContains = given.Text("lockAlis") ?? given.Text("lockAlias"), GroupNumber = given.Number31("groupId") };
}
