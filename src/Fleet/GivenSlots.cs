using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>The slots that plans of one round were given and that are not saved yet: the database does not know that they are taken.</summary>
internal sealed class GivenSlots
{
    private readonly HashSet<(LockId Lock, CredentialKind Kind, int Slot)> given = [];

    public IEnumerable<int> InMemoryOf(EnrollmentRow row) => given.Where(one => one.Lock == row.Lock && one.Kind == row.Kind).Select(one => one.Slot);

    public void Give(EnrollmentRow row, int slot) => given.Add((row.Lock, row.Kind, slot));
}
