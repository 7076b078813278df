using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Members;
using Npgsql;

namespace Latchwork.Operations.Imports;

/// <summary>The operations whose decisions are asked, and whose acts are done.</summary>
internal sealed record ImportActs(InviteMember Invite, GrantAccess Give, CreatePasscode Create, EnrollCard Enroll);

/// <summary>
/// Does a file in one turn, row after row, by the very acts that one call each would do: so what is told beforehand and what is done afterwards cannot differ in a rule.
/// A row is done whole, or undone and told with what was wrong.
/// </summary>
internal sealed class ImportRun(CallerTurn whole, ImportDoors doors, ImportPeople people, ImportCredentials credentials)
{
    /// <summary>What was said of something, and in which line: a second word on the same is a fault.</summary>
    private readonly Dictionary<(ImportAct Act, string Whom, LockId? Door), (int Line, TenantRole? Role)> said = [];

    public async Task<Outcome<IReadOnlyList<ImportOutcome>>> RunAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        var (reached, all) = (new List<ReachedRow>(rows.Count), 0);
        foreach (var row in rows)
        {
            var read = ReachedRow.Read(row, doors);
            all += read.At.Count;
            if (all > ImportFile.MostReached)
            {
                return AccessError.Invalid(
                    $"By line {row.Line} the rows of this file reach more than {ImportFile.MostReached} doors, each counted as often as rows name it: split it."
                );
            }

            reached.Add(read);
        }

        var outcomes = new List<ImportOutcome>(rows.Count);
        foreach (var row in reached)
        {
            var changes = row.Faults.Count == 0 ? await TryAsync(row, cancel) : [];
            outcomes.Add(new ImportOutcome(row.Wanted.Line, row.Wanted.Name, changes, row.Faults));
        }

        return outcomes;
    }

    private async Task<IReadOnlyList<ImportChange>> TryAsync(ReachedRow row, CancellationToken cancel)
    {
        // Its events, and who came to an account, are the row's own until it is kept.
        var (turn, undo) = (whole with { Told = [], Woken = [] }, whole.Chain.Mark());
        var forget = row.Wanted.Email is { } email ? people.Mark(email) : null;
        var changes = new List<ImportChange>();
        await whole.Work.BeginPartAsync(cancel);
        try
        {
            await DoAsync(turn, row, changes, cancel);
            if (row.Faults.Count == 0)
            {
                await whole.Work.KeepPartAsync(cancel);
                whole.Told.AddRange(turn.Told);
                whole.Woken.UnionWith(turn.Woken);
                return changes;
            }
        }
        catch (PostgresException taken) when (taken.SqlState is PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.UniqueViolation)
        {
            row.Faults.Add(new ImportFault(null, ImportFaultCode.Refused, "Somebody else is making the same at this moment.", AccessErrorCode.Taken));
        }

        await whole.Work.UndoPartAsync(cancel);
        undo();
        forget?.Invoke();
        foreach (var word in said.Where(word => word.Value.Line == row.Wanted.Line).ToList())
        {
            said.Remove(word.Key);
        }

        return [];
    }

    private async Task DoAsync(CallerTurn turn, ReachedRow row, List<ImportChange> changes, CancellationToken cancel)
    {
        var wanted = row.Wanted;
        if (wanted is { Email: { } member, Role: { } role })
        {
            var step = Say(ImportAct.Role, row, member.Text.Matched, null, role) ?? await people.JoinAsync(turn, member, role, cancel);
            Add(row, changes, ImportColumn.Role, step);
        }

        if (wanted.Email is { } email && row.Faults.Count == 0)
        {
            foreach (var door in row.At)
            {
                var step =
                    Say(ImportAct.Grant, row, email.Text.Matched, door.Lock)
                    ?? await people.GiveAsync(turn, wanted, email, door, row.Windows[door.Seen.Zone], cancel);
                Add(row, changes, ImportColumn.Doors, row.At.Count > 1 ? step.At(door) : step);
            }
        }

        if (wanted.WantsPasscode && row.Faults.Count == 0)
        {
            await PutAsync(turn, row, ImportAct.Passcode, ImportColumn.Passcode, wanted.Name!, changes, cancel);
        }

        if (wanted.Card is { } card && row.Faults.Count == 0)
        {
            await PutAsync(turn, row, ImportAct.Card, ImportColumn.Card, $"{card}", changes, cancel);
        }
    }

    private async Task PutAsync(
        CallerTurn turn,
        ReachedRow row,
        ImportAct act,
        ImportColumn column,
        string whom,
        List<ImportChange> changes,
        CancellationToken cancel
    )
    {
        foreach (var door in row.At)
        {
            Add(row, changes, column, Say(act, row, whom, door.Lock) ?? default);
        }

        if (row.Faults.Count > 0)
        {
            return;
        }

        var (made, fault) = await credentials.PutAsync(turn, row, act, cancel);
        changes.AddRange(made);
        if (fault is not null)
        {
            row.Faults.Add(fault);
        }
    }

    private static void Add(ReachedRow row, List<ImportChange> changes, ImportColumn column, ImportStep step)
    {
        if (step.Change is { } change)
        {
            changes.Add(change);
        }
        else if (step.Fault is { } fault)
        {
            row.Faults.Add(fault.Column is null ? fault with { Column = column } : fault);
        }
    }

    /// <summary>Null where nothing was said of it yet. A person may stand in many rows with the same role.</summary>
    private ImportStep? Say(ImportAct act, ReachedRow row, string whom, LockId? door, TenantRole? role = null)
    {
        if (!said.TryGetValue((act, whom, door), out var before))
        {
            said[(act, whom, door)] = (row.Wanted.Line, role);
            return null;
        }

        return act == ImportAct.Role && before.Role == role
            ? default(ImportStep)
            : new ImportStep(null, new ImportFault(null, ImportFaultCode.DuplicateRow, $"Line {before.Line} says something of the same."));
    }
}
