using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Imports;

/// <summary>The codes and cards of a file. One is one thing for all doors of its row, so their clocks must agree on its window.</summary>
internal sealed class ImportCredentials(ImportActs acts, TenantKeys keys)
{
    /// <returns>What comes of it at each door.</returns>
    public async Task<(IReadOnlyList<ImportChange> Changes, ImportFault? Fault)> PutAsync(
        CallerTurn turn,
        ReachedRow row,
        ImportAct act,
        CancellationToken cancel
    )
    {
        var (column, kind) = act == ImportAct.Card ? (ImportColumn.Card, CredentialKind.Card) : (ImportColumn.Passcode, CredentialKind.Passcode);
        if (Refuse(turn, row, column, kind) is { } refusal)
        {
            return ([], refusal);
        }

        var window = row.Windows.Values.First();
        var there = await ImportedBefore.WindowsAsync(turn, kind, row.Wanted, row.At, keys, cancel);
        if (there.Count == row.At.Count && there.Values.All(of => of.Contains(window)))
        {
            return (Changes(ImportEffect.Kept), null);
        }

        if (there.Count > 0)
        {
            return (
                [],
                new ImportFault(column, ImportFaultCode.Differs, "It is there already, on other doors or with another window: change it there.")
            );
        }

        return await MakeAsync(turn, row, kind, window, cancel) is { } unfit
            ? ([], ImportFault.Of(column, unfit))
            : (Changes(ImportEffect.Made), null);

        IReadOnlyList<ImportChange> Changes(ImportEffect effect) =>
            [.. row.At.Select(door => new ImportChange(act, effect, door.Seen) { Window = window })];
    }

    private static ImportFault? Refuse(CallerTurn turn, ReachedRow row, ImportColumn column, CredentialKind kind) =>
        row.Windows.Values.Distinct().Count() > 1
            ? new ImportFault(column, ImportFaultCode.Unreadable, "These doors are in several time zones: one row for each, please.")
        : AccessDecision.Refuse(Permission.CredentialsWrite, turn.By.StandingIn(turn.Tenant), kind.Noun()) is { } weak ? ImportFault.Of(column, weak)
        : kind == CredentialKind.Passcode && row.At.FirstOrDefault(door => !door.HasLink) is { } lone
            ? new ImportFault(column, ImportFaultCode.Refused, $"Nothing connects '{lone.Seen.Name}': make its code there.", AccessErrorCode.NoLink)
        : null;

    private async Task<AccessError?> MakeAsync(CallerTurn turn, ReachedRow row, CredentialKind kind, TimeWindow window, CancellationToken cancel)
    {
        LockId[] locks = [.. row.At.Select(door => door.Lock)];
        if (kind == CredentialKind.Card)
        {
            var card = new EnrollCardRequest(row.Wanted.Card!.Value)
            {
                Locks = [],
                Name = row.Wanted.Name,
                Window = window,
            };
            return acts.Enroll.RefuseInput(card, locks.Length) ?? (await acts.Enroll.EnrollAsync(turn, locks, keys, card, cancel)).Error;
        }

        var passcode = new CreatePasscodeRequest { Name = row.Wanted.Name, Window = window };
        return acts.Create.RefuseInput(passcode, locks.Length) ?? (await acts.Create.CreateAsync(turn, locks, keys, passcode, cancel)).Error;
    }
}
