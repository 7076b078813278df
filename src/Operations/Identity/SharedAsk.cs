using Latchwork.Operations.Ids;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>One caller's question, until it is answered.</summary>
internal abstract class SharedAsk(Caller by, WireId id)
{
    public Caller By => by;

    public WireId Id => id;

    public abstract string Statement { get; }

    /// <summary>Nothing was read yet, or it is to be read again.</summary>
    public abstract void Begin();

    public abstract void Read(NpgsqlDataReader row);

    public abstract void Answer();

    public abstract void Fail(Exception broken);
}

/// <param name="Caller">How it stood with who asked, in the statement that read the rows.</param>
internal readonly record struct SharedAnswer<T>(CallerConfirmation Caller, List<T> Rows);

internal sealed class SharedAsk<T>(SharedQuestion<T> question, Caller by, WireId id) : SharedAsk(by, id)
{
    private readonly TaskCompletionSource<SharedAnswer<T>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<T> rows = [];
    private CallerConfirmation caller;

    public Task<SharedAnswer<T>> Answered => answer.Task;

    public override string Statement => question.Statement;

    public override void Begin()
    {
        caller = default;
        rows.Clear();
    }

    public override void Read(NpgsqlDataReader row)
    {
        caller = CallerConfirmation.Read(row, 1);
        question.ReadInto(rows, row);
    }

    public override void Answer() => answer.SetResult(new SharedAnswer<T>(caller, rows));

    public override void Fail(Exception broken) => answer.SetException(broken);
}
