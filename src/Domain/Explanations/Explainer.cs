using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using static Latchwork.Domain.Explanations.FactCode;

namespace Latchwork.Domain.Explanations;

/// <summary>From what is recorded around an event to why its door did, or did not, open. Nothing is supposed: a rule is named only where the decision made again names it too.</summary>
public static class Explainer
{
    public static Explanation Explain(Circumstances given)
    {
        var (opened, verdict) = Judgement.Of(given);
        return new Explanation(
            opened,
            verdict,
            [.. Who(given), .. Rights(given), .. AtDoor(given), .. OfLock(given, verdict), .. Way(given, opened), .. Limits(given)]
        );
    }

    private static bool IsAct(Circumstances given) => given.Event.Kind is AuditKind.Unlock or AuditKind.Lock or AuditKind.OpenBox;

    private static IEnumerable<ExplanationFact> Who(Circumstances given)
    {
        if (given.Event.By is not { } by)
        {
            yield break;
        }

        var who = by.Kind switch
        {
            PrincipalKind.User => new ExplanationFact(AskedByUser) { User = by.Id },
            PrincipalKind.ApiClient when by.Id == Guid.Empty => new ExplanationFact(AskedByNobodyKnown),
            PrincipalKind.ApiClient => new ExplanationFact(AskedByClient) { Client = by.Id },
            PrincipalKind.Tile => new ExplanationFact(AskedAtTile),
            PrincipalKind.Device => null,
            _ => new ExplanationFact(AskedByServer),
        };
        if (who is not null)
        {
            yield return who with
            {
                At = given.At,
                Surface = by.Surface == Surface.None ? null : by.Surface,
            };
        }
    }

    private static IEnumerable<ExplanationFact> Rights(Circumstances given)
    {
        if (!IsAct(given))
        {
            yield break;
        }

        if (given.Client is { } client && Judgement.ActOf(given.Event).Permission() is { } needed)
        {
            yield return new ExplanationFact(client.Scopes.Contains(needed) ? RightByScope : KeyLacksScope) { Client = client.Id };
        }

        if (given.Member is { } member)
        {
            yield return member switch
            {
                { Role: null } => new ExplanationFact(NoMemberThen) { User = given.User },
                { IsSwitchedOff: true } => new ExplanationFact(MemberSwitchedOff) { User = given.User, Role = member.Role },
                _ => new ExplanationFact(RightByRole) { User = given.User, Role = member.Role },
            };
        }

        if (given.User is not null && given.Event.Kind != AuditKind.OpenBox)
        {
            foreach (var fact in given.Grant is { Grant: { } grant } ? OfGrant(grant, given) : [new(NoGrantThen) { User = given.User }])
            {
                yield return fact;
            }
        }
    }

    private static IEnumerable<ExplanationFact> OfGrant(AccessGrant grant, Circumstances given)
    {
        var zone = given.Lock?.Zone;
        var id = grant.Id.Value;
        yield return new ExplanationFact(RightByGrant)
        {
            Grant = id,
            GrantRole = grant.Role,
            User = grant.User.Value,
        };
        if (grant.Window != TimeWindow.Always)
        {
            yield return new ExplanationFact(GrantWindow)
            {
                Grant = id,
                From = grant.Window.StartsAt,
                Until = grant.Window.EndsAt,
                At = given.At,
                Zone = zone,
            };
        }

        if (grant.Hours is { } hours)
        {
            yield return new ExplanationFact(GrantHours)
            {
                Grant = id,
                Hours = hours,
                At = given.At,
                Zone = hours.Zone,
            };
        }

        if (grant.RevokedAt is { } revoked)
        {
            yield return new ExplanationFact(GrantRevoked) { Grant = id, At = revoked };
        }

        if (grant.IsFrozen)
        {
            yield return new ExplanationFact(GrantFrozen) { Grant = id };
        }

        if (grant.IsWaiting)
        {
            yield return new ExplanationFact(GrantNotAccepted) { Grant = id };
        }

        if (!grant.OpensRemotely)
        {
            yield return new ExplanationFact(GrantWithoutRemote) { Grant = id };
        }
    }

    private static IEnumerable<ExplanationFact> AtDoor(Circumstances given)
    {
        var told = given.Event;
        if (told.Shown is null && told.Credential is null && told.Cause != MotionCause.Credential)
        {
            yield break;
        }

        if (told.Shown is not null || told.Cause == MotionCause.Credential)
        {
            yield return new ExplanationFact(ShownAtDoor)
            {
                Shown = told.Shown,
                Slot = told.Slot,
                At = given.At,
            };
        }

        if (given.Credential is not { } credential)
        {
            yield return told.Credential is { } gone
                ? new ExplanationFact(Gone) { What = ExplainedThing.Credential, Credential = gone }
                : new(CredentialNotOurs);
            yield break;
        }

        foreach (var fact in OfCredential(credential, given))
        {
            yield return fact;
        }
    }

    private static IEnumerable<ExplanationFact> OfCredential(CredentialThen credential, Circumstances given)
    {
        var about = new ExplanationFact(RightByCredential) { Credential = credential.Id, Shown = credential.Kind };
        yield return about;
        yield return about with
        {
            Code = CredentialWindow,
            From = credential.Window.StartsAt,
            Until = credential.Window.EndsAt,
            At = given.At,
            Zone = given.Lock?.Zone,
        };
        if (credential.Hours is { } hours)
        {
            yield return about with
            {
                Code = CredentialHours,
                Hours = hours,
                Zone = hours.Zone,
                At = given.At,
            };
        }

        if (credential.RevokedAt is { } revoked)
        {
            yield return about with
            {
                Code = CredentialRevoked,
                At = revoked,
            };
        }

        if (credential.Reservation is { } stay)
        {
            yield return about with
            {
                Code = ForStay,
                Reservation = stay,
            };
        }

        if (credential.Lease is { } lease)
        {
            yield return about with
            {
                Code = ForLease,
                Lease = lease,
            };
        }

        if (credential.Evidence is { } evidence)
        {
            yield return about with
            {
                Code = CredentialEvidence,
                Evidence = evidence,
                At = credential.ProvenAt,
            };
        }
    }

    private static IEnumerable<ExplanationFact> OfLock(Circumstances given, ExplainedBy verdict)
    {
        if (given.Lock is { } door)
        {
            var about = new ExplanationFact(LockFrozen) { Lock = door.Id };
            if (door.Facts.IsFrozen)
            {
                yield return about;
            }

            if (door.Facts.IsRemoteUnlockOff && IsAct(given))
            {
                yield return about with
                {
                    Code = RemoteUnlockOff,
                };
            }

            foreach (var hours in door.Facts.UsageHours)
            {
                yield return about with
                {
                    Code = UsageHours,
                    Hours = hours,
                    Zone = hours.Zone,
                    At = given.At,
                };
            }

            if (door.OpenHours is { } open && open.Contains(given.At))
            {
                yield return about with
                {
                    Code = OpenHours,
                    Hours = open,
                    Zone = open.Zone,
                    At = given.At,
                };
            }
        }

        if (given.OfflineLink is var (link, since) && verdict is ExplainedBy.LinkOffline or ExplainedBy.DeviceOffline or ExplainedBy.NotSentInTime)
        {
            yield return new ExplanationFact(LinkOfflineSince) { Link = link, At = since };
        }
    }

    private static IEnumerable<ExplanationFact> Way(Circumstances given, Opened opened)
    {
        if (given.Asked is { } asked)
        {
            yield return new ExplanationFact(CommandAsked) { At = asked.ReceivedAt };
            if (given.Command is not { IsClaimed: false })
            {
                yield return new ExplanationFact(given.Command is null ? CommandForgotten : CommandClaimed);
            }

            yield return new ExplanationFact(CommandEnded)
            {
                At = given.Event.ReceivedAt,
                Outcome = given.Event.Outcome,
                Command = given.Command?.State,
            };
        }

        if (given.Corrected is { } truth && truth != given.Event)
        {
            yield return new ExplanationFact(CorrectedLater) { At = truth.ReceivedAt, Outcome = truth.Outcome };
        }

        if (opened == Opened.Unknown)
        {
            yield return new ExplanationFact(MayHaveHappened);
        }

        if (given.Event.IsLate == true)
        {
            yield return new ExplanationFact(ToldLate) { At = given.Event.ReceivedAt };
        }
    }

    private static IEnumerable<ExplanationFact> Limits(Circumstances given)
    {
        if (given.Event.Lock is { } door && given.Lock is null)
        {
            yield return new ExplanationFact(Gone) { What = ExplainedThing.Lock, Lock = door };
        }

        foreach (
            var (what, changed) in new[]
            {
                (ExplainedThing.Lock, given.Lock?.ChangedAt),
                (ExplainedThing.Grant, given.Grant?.ChangedAt),
                (ExplainedThing.Member, given.Member?.ChangedAt),
                (ExplainedThing.Credential, given.Credential?.ChangedAt),
            }
        )
        {
            if (changed is { } at)
            {
                yield return new ExplanationFact(ChangedSince) { What = what, At = at };
            }
        }
    }
}
