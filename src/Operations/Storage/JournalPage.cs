using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>
/// One hot operation on one page: what is loaded for many callers at once, what is decided for each, what is written for all.
/// </summary>
/// <typeparam name="TAsk">What a caller asks.</typeparam>
/// <typeparam name="TFacts">What the decision needs, by caller.</typeparam>
/// <typeparam name="TAnswer">What a caller is told after the commit.</typeparam>
internal abstract class JournalPage<TAsk, TFacts, TAnswer>
{
    /// <summary>The tenants whose chains the decision writes, or must not overlap with.</summary>
    public abstract void AddTenants(TAsk ask, HashSet<TenantId> tenants);

    /// <summary>
    /// What an ask changes, where the decision about one depends on the row of the other: of asks with equal keys one is in a batch, and the
    /// next sees what it wrote. Null where that cannot be.
    /// </summary>
    public virtual object? KeyOf(TAsk ask) => null;

    /// <summary>One statement with arrays in. Its first column is the position of the caller, from 1.</summary>
    public abstract string LoadSql { get; }

    public abstract void BindLoad(NpgsqlParameterCollection parameters, IReadOnlyList<TAsk> asks);

    public abstract TFacts ReadFacts(NpgsqlDataReader row);

    /// <summary>Decides and audits. Pure but for the events that it appends. Facts are default where nothing was loaded.</summary>
    public abstract TAnswer Decide(TAsk ask, TFacts? facts, ChainBatch chain, DateTimeOffset now);

    /// <summary>The statements that write what was decided, for all callers together; none where there is nothing to write.</summary>
    public abstract void AddSave(NpgsqlBatch batch, IReadOnlyList<TAsk> asks, IReadOnlyList<TAnswer> answers, DateTimeOffset now);
}
