using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Members;
using Latchwork.Operations.Secrets;
using Npgsql;

namespace Latchwork.Operations.Imports;

/// <summary>The operations whose decisions are asked, and whose acts are done.</summary>
internal sealed record ImportActs(InviteMember Invite, GrantAccess Give, CreatePasscode Create, EnrollCard Enroll);

/// <summary>
/// Does a file in one turn, row after row, by the very acts that one call each would do: so what is told beforehand and what is done afterwards cannot differ in a rule.
/// A row is done whole, or undone and told with what was wrong.
/// </summary>
/// <param name="people">Whoever of the addresses has an account; those who come to one in this turn are put there.</param>
/// <param name="homes">Of each who has none: where they would be at home.</param>
internal sealed class ImportRun(
    ImportActs acts,
    CallerTurn whole,
    ImportDoors doors,
    TenantKeys keys,
    Dictionary<LoginName, Receiver> people,
    IReadOnlyDictionary<LoginName, TenantId> homes
)
{
    /// <summary>What was said of something, and in which line: a second word on the same is a fault.</summary>
    private readonly Dictionary<(ImportAct Act, string Whom, LockId? Door), (int Line, TenantRole? Role)> said = [];

    /// <summary>Who was given something in this turn: they are told once.</summary>
    private readonly HashSet<LoginName> known = [];

    public async Task<IReadOnlyList<ImportOutcome>> RunAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        var outcomes = new List<ImportOutcome>(rows.Count);
        foreach (var row in rows)
        {
            var faults = new List<ImportFault>();
            var wanted = new ReadCells(row, faults).Read();
            var at = faults.Count == 0 ? doors.Find(wanted, faults) : [];
            var windows = faults.Count == 0 ? Windows(wanted, at, faults) : [];
            var changes = faults.Count == 0 ? await TryAsync(wanted, at, windows, faults, cancel) : [];
            outcomes.Add(new ImportOutcome(row.Line, wanted.Name, changes, faults));
        }

        return outcomes;
    }

    private static Dictionary<string, TimeWindow> Windows(WantedRow wanted, IReadOnlyList<ListedDoor> at, List<ImportFault> faults)
    {
        var windows = new Dictionary<string, TimeWindow>(StringComparer.Ordinal);
        foreach (var zone in at.Select(door => door.Seen.Zone).Distinct(StringComparer.Ordinal))
        {
            var (start, end) = (wanted.From?.StartIn(zone), wanted.Until?.EndIn(zone));
            windows[zone] = new TimeWindow(start, end);
            RefuseSkipped(ImportColumn.From, wanted.From is not null && start is null, zone, faults);
            RefuseSkipped(ImportColumn.Until, wanted.Until is not null && end is null, zone, faults);
        }

        return windows;
    }

    private static void RefuseSkipped(ImportColumn column, bool isSkipped, string zone, List<ImportFault> faults)
    {
        if (isSkipped)
        {
            faults.Add(
                new ImportFault(column, ImportFaultCode.SkippedTime, $"Clocks in {zone} never show this time: they are put forward over it that day.")
            );
        }
    }

    private async Task<IReadOnlyList<ImportChange>> TryAsync(
        WantedRow wanted,
        IReadOnlyList<ListedDoor> at,
        Dictionary<string, TimeWindow> windows,
        List<ImportFault> faults,
        CancellationToken cancel
    )
    {
        // Its events, and who came to an account, are the row's own until it is kept.
        var (turn, undo) = (whole with { Told = [], Woken = [] }, whole.Chain.Mark());
        var former = wanted.Email is { } one ? (people.GetValueOrDefault(one), known.Contains(one)) : default;
        var changes = new List<ImportChange>();
        await whole.Work.BeginPartAsync(cancel);
        try
        {
            await DoAsync(turn, wanted, at, windows, changes, faults, cancel);
            if (faults.Count == 0)
            {
                await whole.Work.KeepPartAsync(cancel);
                whole.Told.AddRange(turn.Told);
                whole.Woken.UnionWith(turn.Woken);
                return changes;
            }
        }
        catch (PostgresException taken) when (taken.SqlState is PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.UniqueViolation)
        {
            faults.Add(new ImportFault(null, ImportFaultCode.Refused, "Somebody else is making the same at this moment.", AccessErrorCode.Taken));
        }

        await whole.Work.UndoPartAsync(cancel);
        undo();
        Forget(wanted, former.Item1, former.Item2);
        return [];
    }

    private void Forget(WantedRow wanted, Receiver? former, bool wasKnown)
    {
        foreach (var word in said.Where(word => word.Value.Line == wanted.Line).ToList())
        {
            said.Remove(word.Key);
        }

        if (wanted.Email is { } email && former is null)
        {
            people.Remove(email);
        }

        if (wanted.Email is { } named && !wasKnown)
        {
            known.Remove(named);
        }
    }

    private async Task DoAsync(
        CallerTurn turn,
        WantedRow wanted,
        IReadOnlyList<ListedDoor> at,
        Dictionary<string, TimeWindow> windows,
        List<ImportChange> changes,
        List<ImportFault> faults,
        CancellationToken cancel
    )
    {
        if (wanted is { Email: { } member, Role: { } role })
        {
            Add(
                changes,
                faults,
                ImportColumn.Role,
                Say(ImportAct.Role, wanted, member.Text.Matched, null, role) ?? await JoinAsync(turn, wanted, member, role, cancel)
            );
        }

        if (wanted.Email is { } email && faults.Count == 0)
        {
            foreach (var door in at)
            {
                var step =
                    Say(ImportAct.Grant, wanted, email.Text.Matched, door.Lock)
                    ?? await GiveAsync(turn, wanted, email, door, windows[door.Seen.Zone], cancel);
                Add(changes, faults, ImportColumn.Doors, at.Count > 1 ? step.At(door) : step);
            }
        }

        if (wanted.WantsPasscode && faults.Count == 0)
        {
            await PutAsync(turn, wanted, ImportAct.Passcode, at, windows, changes, faults, cancel);
        }

        if (wanted.Card is not null && faults.Count == 0)
        {
            await PutAsync(turn, wanted, ImportAct.Card, at, windows, changes, faults, cancel);
        }
    }

    /// <summary>What came of it, or why nothing did. Neither: the file has said so before.</summary>
    private readonly record struct Step(ImportChange? Change, ImportFault? Fault = null)
    {
        public Step At(ListedDoor door) =>
            Fault is { } fault ? this with { Fault = fault with { Detail = $"{door.Seen.Name}: {fault.Detail}" } } : this;

        public static Step Of(Outcome<ImportChange> outcome, ImportColumn column) =>
            outcome.IsRefused(out var refusal, out var change) ? new Step(null, ImportFault.Of(column, refusal)) : new Step(change);
    }

    private static void Add(List<ImportChange> changes, List<ImportFault> faults, ImportColumn column, Step step)
    {
        if (step.Change is { } change)
        {
            changes.Add(change);
        }
        else if (step.Fault is { } fault)
        {
            faults.Add(fault.Column is null ? fault with { Column = column } : fault);
        }
    }

    /// <summary>Null where nothing was said of it yet. A person may stand in many rows with the same role.</summary>
    private Step? Say(ImportAct act, WantedRow row, string whom, LockId? door, TenantRole? role = null)
    {
        if (!said.TryGetValue((act, whom, door), out var before))
        {
            said[(act, whom, door)] = (row.Line, role);
            return null;
        }

        return act == ImportAct.Role && before.Role == role
            ? default(Step)
            : new Step(null, new ImportFault(null, ImportFaultCode.DuplicateRow, $"Line {before.Line} says something of the same."));
    }

    private async Task<Step> JoinAsync(CallerTurn turn, WantedRow wanted, LoginName email, TenantRole role, CancellationToken cancel)
    {
        var person = people.GetValueOrDefault(email);
        var member = person is null ? null : await MemberTurns.FindAsync(turn, person.User, cancel);
        if (member is not null && MemberTurns.RefuseDealing(turn, role) is { } weak)
        {
            return new Step(null, ImportFault.Of(ImportColumn.Role, weak));
        }

        if (member?.Role == role)
        {
            return new Step(new ImportChange(ImportAct.Role, ImportEffect.Kept) { Role = role });
        }

        if (member is not null)
        {
            var changed = await MemberTurns.ActAsync(
                turn,
                person!.User,
                (own, named) => ChangeMemberRole.ChangeAsync(own, named, role, cancel),
                cancel
            );
            return Step.Of(
                changed.Then(_ => new ImportChange(ImportAct.Role, ImportEffect.Changed) { Role = role, Former = member.Role }),
                ImportColumn.Role
            );
        }

        var home = person?.Home ?? homes[email];
        var invited = await acts.Invite.InviteAsync(turn, new InviteMember.Ask(email, person, home), role, cancel);
        if (invited.Error is null)
        {
            people[email] = person ?? new Receiver(invited.Value.User, home, IsRegistered: false);
        }

        return Step.Of(invited.Then(_ => new ImportChange(ImportAct.Membership, ImportEffect.Made) { Role = role }), ImportColumn.Role);
    }

    private async Task<Step> GiveAsync(
        CallerTurn turn,
        WantedRow wanted,
        LoginName email,
        ListedDoor door,
        TimeWindow window,
        CancellationToken cancel
    )
    {
        var person = people.GetValueOrDefault(email);
        var request = new GrantAccessRequest
        {
            Lock = new WireId(WireIdKind.LockUuid, door.Seen.Id),
            Receiver = wanted.EmailText,
            Name = null,
            Window = window,
            Hours = wanted.Hours.Count == 0 ? null : new WantedWeeklyHours(door.Seen.Zone, wanted.Hours, []),
            Role = wanted.Right,
            IsDeputy = wanted.IsDeputy,
            CanUnlockRemotely = wanted.CanUnlockRemotely,
            InvitesUnknown = true,
        };
        if (acts.Give.RefuseInput(request) is { } invalid)
        {
            return new Step(null, ImportFault.Of(ImportColumn.Until, invalid));
        }

        if ((await HoursAtLock.ReadAsync(turn, door.Lock, request.Hours, cancel)).IsRefused(out var unfit, out var hours))
        {
            return new Step(null, ImportFault.Of(ImportColumn.Hours, unfit));
        }

        var terms = GrantAccess.TermsOf(request, hours);
        var live = person is null ? null : await GiveGrant.LiveAsync(turn, door.Lock, person.User, cancel);
        if (live is not null && live.RevokedAt is null && IsSame(live, terms))
        {
            return new Step(new ImportChange(ImportAct.Grant, ImportEffect.Kept, door.Seen) { Terms = terms });
        }

        var isKnown = known.Contains(email);
        var ask = new GrantAccess.Ask(door.Lock, email, person, person?.Home ?? homes[email], ByName: !isKnown);
        var given = await acts.Give.GiveAsync(turn, ask, request, cancel);
        if (given.Error is null)
        {
            people[email] = person ?? new Receiver(given.Value.Holder, homes[email], IsRegistered: false);
            known.Add(email);
        }

        var effect = live is null || live.HasEnded(turn.Now) ? ImportEffect.Made : ImportEffect.Changed;
        return Step.Of(given.Then(_ => new ImportChange(ImportAct.Grant, effect, door.Seen) { Terms = terms }), ImportColumn.Doors);
    }

    private static bool IsSame(AccessGrant live, GrantTerms terms) =>
        live.Role == terms.Role
        && live.IsDeputy == terms.IsDeputy
        && live.Window == terms.Window
        && Equals(live.Hours, terms.Hours)
        && live.CanUnlockRemotely == terms.CanUnlockRemotely;

    /// <summary>A code or a card is one thing for all doors of the row, so their clocks must agree on its window.</summary>
    private async Task PutAsync(
        CallerTurn turn,
        WantedRow wanted,
        ImportAct act,
        IReadOnlyList<ListedDoor> at,
        Dictionary<string, TimeWindow> windows,
        List<ImportChange> changes,
        List<ImportFault> faults,
        CancellationToken cancel
    )
    {
        var (column, kind) = act == ImportAct.Card ? (ImportColumn.Card, CredentialKind.Card) : (ImportColumn.Passcode, CredentialKind.Passcode);
        var whom = act == ImportAct.Card ? $"{wanted.Card}" : wanted.Name!;
        foreach (var door in at)
        {
            Add(changes, faults, column, Say(act, wanted, whom, door.Lock) ?? default);
        }

        if (faults.Count > 0)
        {
            return;
        }

        var refusal =
            windows.Values.Distinct().Count() > 1
                ? new ImportFault(column, ImportFaultCode.Unreadable, "These doors are in several time zones: one row for each, please.")
            : AccessDecision.Refuse(Permission.CredentialsWrite, turn.By.StandingIn(turn.Tenant), kind.Noun()) is { } weak
                ? ImportFault.Of(column, weak)
            : act == ImportAct.Passcode && at.FirstOrDefault(door => !door.HasLink) is { } lone
                ? new ImportFault(
                    column,
                    ImportFaultCode.Refused,
                    $"Nothing connects '{lone.Seen.Name}': make its code there.",
                    AccessErrorCode.NoLink
                )
            : null;
        if (refusal is not null)
        {
            faults.Add(refusal);
            return;
        }

        var window = windows.Values.First();
        var there = await ImportedBefore.WindowsAsync(turn, kind, wanted, at, keys, cancel);
        if (there.Count == at.Count && there.Values.All(of => of.Contains(window)))
        {
            changes.AddRange(at.Select(door => new ImportChange(act, ImportEffect.Kept, door.Seen) { Window = window }));
            return;
        }

        if (there.Count > 0)
        {
            faults.Add(
                new ImportFault(column, ImportFaultCode.Differs, "It is there already, on other doors or with another window: change it there.")
            );
            return;
        }

        if (await MakeAsync(turn, wanted, act, at, window, cancel) is { } unfit)
        {
            faults.Add(ImportFault.Of(column, unfit));
            return;
        }

        changes.AddRange(at.Select(door => new ImportChange(act, ImportEffect.Made, door.Seen) { Window = window }));
    }

    private async Task<AccessError?> MakeAsync(
        CallerTurn turn,
        WantedRow wanted,
        ImportAct act,
        IReadOnlyList<ListedDoor> at,
        TimeWindow window,
        CancellationToken cancel
    )
    {
        LockId[] locks = [.. at.Select(door => door.Lock)];
        if (act == ImportAct.Card)
        {
            var card = new EnrollCardRequest(wanted.Card!.Value)
            {
                Locks = [],
                Name = wanted.Name,
                Window = window,
            };
            return acts.Enroll.RefuseInput(card, locks.Length) ?? (await acts.Enroll.EnrollAsync(turn, locks, keys, card, cancel)).Error;
        }

        var passcode = new CreatePasscodeRequest { Name = wanted.Name, Window = window };
        return acts.Create.RefuseInput(passcode, locks.Length) ?? (await acts.Create.CreateAsync(turn, locks, keys, passcode, cancel)).Error;
    }
}
