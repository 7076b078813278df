using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.SetUp;

/// <summary>
/// Whether the server was set up (KR-6). Once it is, it stays so and is remembered. Until then everybody who asks makes the node look, since it may have
/// been set up on another one a moment ago.
/// </summary>
public sealed class SetUpState
{
    private readonly AccessDb db;
    private volatile bool isDone;

    internal SetUpState(AccessDb db) => this.db = db;

    /// <summary>Without I/O once it is done.</summary>
    public ValueTask<bool> IsDoneAsync(CancellationToken cancel) => isDone ? new(true) : new(LookAsync(cancel));

    internal void Remember() => isDone = true;

    private async Task<bool> LookAsync(CancellationToken cancel)
    {
        var found = await db.FirstAsync(
            TenantSet.Of(TenantId.Installation),
            "select set_up_at is not null from installation",
            row => row.GetBoolean(0),
            [],
            cancel
        );
        if (found)
        {
            Remember();
        }

        return found;
    }
}
