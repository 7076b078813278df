using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Applications;

/// <summary>Says something else about an application; what is not said stays.</summary>
public sealed class ChangeApplication
{
    private readonly ApplicationTurns turns;

    internal ChangeApplication(ApplicationTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId application, ApplicationFields given, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            application,
            async (turn, id) =>
            {
                if (given.Refuse(isNew: false) is { } invalid)
                {
                    return invalid;
                }

                await ApplicationRows.SaveAsync(turn, id, given, cancel);
                turn.Told.Add(ApplicationTurns.Told(turn, id, "changed"));
                return Done.Yes;
            },
            cancel
        );
}
