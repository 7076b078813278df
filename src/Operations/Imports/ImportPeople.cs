using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Members;

namespace Latchwork.Operations.Imports;

/// <summary>The people of a file: who they are, or will be once their row is kept, and what is given them.</summary>
/// <param name="people">Whoever of the addresses has an account; those who come to one in this turn are put there.</param>
/// <param name="homes">Of each who has none: where they would be at home.</param>
internal sealed class ImportPeople(ImportActs acts, Dictionary<LoginName, Receiver> people, IReadOnlyDictionary<LoginName, TenantId> homes)
{
    /// <summary>Who was given something in this turn: they are told once.</summary>
    private readonly HashSet<LoginName> told = [];

    /// <returns>Makes what is known of them again what it is now, for a row that is undone.</returns>
    public Action Mark(LoginName email)
    {
        var (wasThere, wasTold) = (people.ContainsKey(email), told.Contains(email));
        return () =>
        {
            if (!wasThere)
            {
                people.Remove(email);
            }

            if (!wasTold)
            {
                told.Remove(email);
            }
        };
    }

    public async Task<ImportStep> JoinAsync(CallerTurn turn, LoginName email, TenantRole role, CancellationToken cancel)
    {
        var person = people.GetValueOrDefault(email);
        var member = person is null ? null : await MemberTurns.FindAsync(turn, person.User, cancel);
        if (member is not null && MemberTurns.RefuseDealing(turn, role) is { } weak)
        {
            return new ImportStep(null, ImportFault.Of(ImportColumn.Role, weak));
        }

        if (member?.Role == role)
        {
            return new ImportStep(new ImportChange(ImportAct.Role, ImportEffect.Kept) { Role = role });
        }

        if (member is not null)
        {
            var changed = await MemberTurns.ActAsync(
                turn,
                person!.User,
                (own, named) => ChangeMemberRole.ChangeAsync(own, named, role, cancel),
                cancel
            );
            return ImportStep.Of(
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

        return ImportStep.Of(invited.Then(_ => new ImportChange(ImportAct.Membership, ImportEffect.Made) { Role = role }), ImportColumn.Role);
    }

    public async Task<ImportStep> GiveAsync(
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
            return new ImportStep(null, ImportFault.Of(ImportColumn.Until, invalid));
        }

        if ((await HoursAtLock.ReadAsync(turn, door.Lock, request.Hours, cancel)).IsRefused(out var unfit, out var hours))
        {
            return new ImportStep(null, ImportFault.Of(ImportColumn.Hours, unfit));
        }

        var terms = GrantAccess.TermsOf(request, hours);
        var live = person is null ? null : await GiveGrant.LiveAsync(turn, door.Lock, person.User, cancel);
        if (live is not null && live.RevokedAt is null && IsSame(live, terms))
        {
            return new ImportStep(new ImportChange(ImportAct.Grant, ImportEffect.Kept, door.Seen) { Terms = terms });
        }

        var wasTold = told.Contains(email);
        var ask = new GrantAccess.Ask(door.Lock, email, person, person?.Home ?? homes[email], ByName: !wasTold);
        var given = await acts.Give.GiveAsync(turn, ask, request, cancel);
        if (given.Error is null)
        {
            people[email] = person ?? new Receiver(given.Value.Holder, homes[email], IsRegistered: false);
            told.Add(email);
        }

        var effect = live is null || live.HasEnded(turn.Now) ? ImportEffect.Made : ImportEffect.Changed;
        return ImportStep.Of(given.Then(_ => new ImportChange(ImportAct.Grant, effect, door.Seen) { Terms = terms }), ImportColumn.Doors);
    }

    private static bool IsSame(AccessGrant live, GrantTerms terms) =>
        live.Role == terms.Role
        && live.IsDeputy == terms.IsDeputy
        && live.Window == terms.Window
        && Equals(live.Hours, terms.Hours)
        && live.CanUnlockRemotely == terms.CanUnlockRemotely;
}
