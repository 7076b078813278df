using Latchwork.Domain.Locks;

namespace Latchwork.Dialects.Sifely.Locks;

/// <param name="State">0 locked, 1 unlocked, 2 unknown.</param>
/// <param name="SensorState">0 open, 1 closed; left out where no sensor tells.</param>
internal sealed record OpenStateBody(long State, int? SensorState)
{
    /// <summary>A bolt that stopped half way is neither locked nor unlocked.</summary>
    public static OpenStateBody Of(BoltState bolt, DoorState door) =>
        new(
            bolt switch
            {
                BoltState.Locked => 0,
                BoltState.Unlocked => 1,
                BoltState.Unknown or BoltState.Jammed => 2,
            },
            door switch
            {
                DoorState.Open => 0,
                DoorState.Closed => 1,
                DoorState.Unknown => null,
            }
        );
}
