using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.SetUp;

/// <summary>Finds out that the server was set up on another node (KR-6). Asks nothing once it is known.</summary>
public sealed class LearnSetUp
{
    private readonly AccessDb db;
    private readonly SetUpState state;

    internal LearnSetUp(AccessDb db, SetUpState state) => (this.db, this.state) = (db, state);

    public async Task RunAsync(CancellationToken cancel)
    {
        if (!state.IsSetUp)
        {
            state.IsSetUp = await db.FirstAsync(
                TenantSet.Of(TenantId.Installation),
                "select set_up_at is not null from installation",
                row => row.GetBoolean(0),
                [],
                cancel
            );
        }
    }
}
