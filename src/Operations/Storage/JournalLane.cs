using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>The Journal's side of a lane.</summary>
internal abstract class JournalLane
{
    public abstract bool IsWaiting { get; }

    /// <summary>How many callers are in the batch under way.</summary>
    public abstract int Count { get; }

    /// <summary>Moves waiting callers into the batch; false when there are none.</summary>
    public abstract bool Take();

    public abstract void AddTenants(HashSet<TenantId> tenants);

    public abstract void AddLoad(NpgsqlBatch batch);

    public abstract Task ReadFactsAsync(NpgsqlDataReader reader);

    /// <summary>Decides for those whose tenants are held; the others go back to the front of the waiting ones.</summary>
    public abstract void Decide(ChainBatch chain, DateTimeOffset now, bool isComplete);

    public abstract void AddSave(NpgsqlBatch batch, DateTimeOffset now);

    public abstract void Answer();

    public abstract void Fail(Exception broken);

    /// <summary>A lane of those whom the last batch put back, which no longer wait in this one; null when there are none.</summary>
    public abstract JournalLane? SetAside();

    /// <summary>One lane for each caller of a batch that failed.</summary>
    public abstract IEnumerable<JournalLane> Split();
}

/// <summary>One of the Journal's lanes: callers come in by <see cref="AskAsync"/> and are answered after the commit.</summary>
internal sealed class JournalLane<TAsk, TFacts, TAnswer>(JournalPage<TAsk, TFacts, TAnswer> page, Action run) : JournalLane
{
    /// <summary>A batch takes no more, so that no transaction grows without bound.</summary>
    private const int MaxBatch = 512;

    private readonly Lock gate = new();
    private List<Caller> waiting = [];
    private List<Caller> batch = [];
    private List<TAsk> asks = [];
    private TAnswer[] answers = [];
    private int putBack;

    private sealed class Caller(TAsk ask)
    {
        public TAsk Ask { get; } = ask;

        public TFacts? Facts { get; set; }

        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Answers after the commit. Not cancellable: what was asked may already be under way.</summary>
    public Task<TAnswer> AskAsync(TAsk ask)
    {
        var caller = new Caller(ask);
        lock (gate)
        {
            waiting.Add(caller);
        }

        run();
        return caller.Answer.Task;
    }

    public override bool IsWaiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count > 0;
            }
        }
    }

    public override int Count => batch.Count;

    public override bool Take()
    {
        lock (gate)
        {
            (batch, waiting) = Parted(waiting);
            putBack = 0;
        }

        asks = [.. batch.Select(caller => caller.Ask)];
        return batch.Count > 0;
    }

    public override void AddTenants(HashSet<TenantId> tenants) => asks.ForEach(ask => page.AddTenants(ask, tenants));

    public override void AddLoad(NpgsqlBatch into)
    {
        var command = new NpgsqlBatchCommand(page.LoadSql);
        page.BindLoad(command.Parameters, asks);
        into.BatchCommands.Add(command);
    }

    public override async Task ReadFactsAsync(NpgsqlDataReader reader)
    {
        // A batch that is run again must not decide by what it read before.
        batch.ForEach(caller => caller.Facts = default);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            batch[(int)reader.GetInt64(0) - 1].Facts = page.ReadFacts(reader);
        }
    }

    public override void Decide(ChainBatch chain, DateTimeOffset now, bool isComplete)
    {
        if (!isComplete)
        {
            PutBackUnheld(chain);
        }

        answers = new TAnswer[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            answers[i] = page.Decide(batch[i].Ask, batch[i].Facts, chain, now);
        }
    }

    public override void AddSave(NpgsqlBatch into, DateTimeOffset now)
    {
        if (batch.Count > 0)
        {
            page.AddSave(into, asks, answers, now);
        }
    }

    public override void Answer()
    {
        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Answer.SetResult(answers[i]);
        }

        batch = [];
    }

    public override void Fail(Exception broken)
    {
        batch.ForEach(caller => caller.Answer.SetException(broken));
        batch = [];
    }

    public override JournalLane? SetAside()
    {
        lock (gate)
        {
            var aside = waiting.GetRange(0, putBack);
            waiting.RemoveRange(0, putBack);
            putBack = 0;
            return aside.Count == 0 ? null : LaneOf(aside);
        }
    }

    public override IEnumerable<JournalLane> Split() => batch.Select(caller => LaneOf([caller])).ToList();

    /// <summary>Those for the batch, in the order they came, and those who wait on.</summary>
    private (List<Caller> Taken, List<Caller> Left) Parted(List<Caller> from)
    {
        HashSet<object> keys = [];
        List<Caller> taken = [];
        List<Caller> left = [];
        foreach (var caller in from)
        {
            var isFree = taken.Count < MaxBatch && (page.KeyOf(caller.Ask) is not { } key || keys.Add(key));
            (isFree ? taken : left).Add(caller);
        }

        return (taken, left);
    }

    private JournalLane<TAsk, TFacts, TAnswer> LaneOf(List<Caller> callers) =>
        new(page, run) { batch = callers, asks = [.. callers.Select(caller => caller.Ask)] };

    private void PutBackUnheld(ChainBatch chain)
    {
        var back = batch.FindAll(caller => !IsHeld(caller.Ask, chain));
        batch = batch.FindAll(caller => IsHeld(caller.Ask, chain));
        asks = [.. batch.Select(caller => caller.Ask)];
        lock (gate)
        {
            waiting.InsertRange(0, back);
            putBack = back.Count;
        }
    }

    private bool IsHeld(TAsk ask, ChainBatch chain)
    {
        HashSet<TenantId> needed = [];
        page.AddTenants(ask, needed);
        return needed.All(chain.Holds);
    }
}
