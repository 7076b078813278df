using Latchwork.Domain;

namespace Latchwork.Operations.Identity;

/// <summary>
/// Who waits for a tenant's turn waits here, first come first served, and without a connection: however many want one tenant's, the pool is left to the others.
/// </summary>
internal sealed class TurnGates : IDisposable
{
    private const int Stripes = 256;

    /// <summary>One has the turn, and the next one waits at the chain itself: no time is lost between them.</summary>
    private const int Within = 2;

    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(Within))];

    /// <summary>Until what is returned is disposed of.</summary>
    public async Task<IDisposable> EnterAsync(IEnumerable<TenantId> tenants, CancellationToken cancel)
    {
        var entered = new Entered();
        try
        {
            // In one order for all, so that nobody waits in a circle.
            foreach (var stripe in tenants.Select(StripeOf).Distinct().Order())
            {
                await gates[stripe].WaitAsync(cancel);
                entered.Add(gates[stripe]);
            }
        }
        catch
        {
            entered.Dispose();
            throw;
        }

        return entered;
    }

    public void Dispose() => Array.ForEach(gates, gate => gate.Dispose());

    private static int StripeOf(TenantId tenant) => (int)((uint)tenant.Value.GetHashCode() % Stripes);

    private sealed class Entered : IDisposable
    {
        private readonly List<SemaphoreSlim> gates = [];

        public void Add(SemaphoreSlim gate) => gates.Add(gate);

        public void Dispose() => gates.ForEach(gate => gate.Release());
    }
}
