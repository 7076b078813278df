using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Oracle;
using Latchwork.Domain.Users;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Grants;

/// <summary>Taking away never lets more through: no refusal becomes an allowance, in 20,000 seeded cases for each way of taking away.</summary>
public sealed class DecisionPropertyTests
{
    private static readonly Dictionary<string, Func<AccessFacts, Seed, AccessFacts>> Restrictions = new()
    {
        ["revoking"] = OnGrant((grant, _) => grant with { RevokedAt = Now }),
        ["freezing the grant"] = OnGrant((grant, _) => grant with { IsFrozen = true }),
        ["waiting"] = OnGrant((grant, _) => grant with { IsWaiting = true }),
        ["starting later"] = OnGrant(
            (grant, seed) => grant with { Window = grant.Window.Within(new(Now.AddMinutes(seed.Next(2_000_000) - 1_000_000), null)) }
        ),
        ["ending earlier"] = OnGrant(
            (grant, seed) => grant with { Window = grant.Window.Within(new(null, Now.AddMinutes(seed.Next(2_000_000) - 1_000_000))) }
        ),
        ["hours"] = OnGrant((grant, _) => grant.Hours is null ? grant with { Hours = Hours("Europe/London 12345@08:00-18:00") } : grant),
        ["an exception"] = OnGrant((grant, seed) => grant with { Hours = WithException(grant.Hours, seed) }),
        ["fewer windows"] = OnGrant((grant, _) => grant with { Hours = WithoutLastWindow(grant.Hours) }),
        ["no remote right"] = OnGrant((grant, _) => grant with { CanUnlockRemotely = false }),
        ["a lower role"] = OnGrant((grant, _) => grant with { Role = grant.Role == GrantRole.Owner ? GrantRole.Manager : GrantRole.Holder }),
        ["being a deputy"] = OnGrant((grant, _) => grant with { IsDeputy = true }),
        ["being derived"] = OnGrant((grant, _) => grant with { DerivedFrom = default(GrantId) }),
        ["no grant"] = (facts, _) => facts with { Grant = null },
        ["no standing"] = (facts, _) => facts with { Standing = null },
        ["a permission less"] = (facts, seed) =>
            facts with
            {
                Standing = facts.Standing?.Without((Permission)seed.Next(PermissionSet.All.Words().Count)),
            },
        ["asking from afar"] = (facts, _) => facts with { IsRemote = true },
        ["no address"] = (facts, _) => facts with { CallerAddress = null },
        ["freezing the lock"] = OnLock((door, _) => door with { IsFrozen = true }),
        ["remote off"] = OnLock((door, _) => door with { IsRemoteUnlockOff = true }),
        ["fewer capabilities"] = OnLock((door, seed) => door with { Capabilities = door.Capabilities & (Capabilities)seed.Next(1 << 16) }),
        ["fewer usage hours"] = OnLock((door, _) => door with { UsageHours = door.UsageHours.Count > 1 ? [door.UsageHours[0]] : door.UsageHours }),
        ["usage hours"] = OnLock((door, _) => door with { UsageHours = door.UsageHours.Count == 0 ? [Hours("UTC 3@08:00-18:00")] : door.UsageHours }),
        ["addresses"] = OnLock(
            (door, _) => door with { PermittedAddresses = AddressList.Parse(["192.0.2.7"]).Value },
            door => door.PermittedAddresses.IsEmpty
        ),
    };

    public static TheoryData<string> Names => [.. Restrictions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AZ_5_Taking_away_never_turns_a_refusal_into_an_allowance(string restriction)
    {
        var seed = new Seed(5);
        var cases = new CaseGenerator(seed.Fork("cases"));
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var (act, facts, now) = cases.Next();
            if (AccessDecision.Refuse(act, facts, now) is null)
            {
                continue;
            }

            refused++;
            var less = Restrictions[restriction](facts, seed);
            Assert.False(AccessDecision.Refuse(act, less, now) is null, $"Case {i}: {new DecisionCase(act, facts, now)}");
        }

        Assert.True(refused > 10_000);
    }

    private static WeeklyHours? WithException(WeeklyHours? hours, Seed seed) =>
        hours is null
            ? null
            : WeeklyHours.Create(hours.Zone, hours.Windows, [.. hours.Exceptions, new DateOnly(2024, 1, 1).AddDays(seed.Next(5 * 365))]).Value;

    private static WeeklyHours? WithoutLastWindow(WeeklyHours? hours) =>
        hours is { Windows.Count: > 1 } ? WeeklyHours.Create(hours.Zone, hours.Windows.SkipLast(1), hours.Exceptions).Value : hours;

    private static Func<AccessFacts, Seed, AccessFacts> OnGrant(Func<AccessGrant, Seed, AccessGrant> restrict) =>
        (facts, seed) => facts.Grant is { } grant ? facts with { Grant = restrict(grant, seed) } : facts;

    private static Func<AccessFacts, Seed, AccessFacts> OnLock(Func<LockFacts, Seed, LockFacts> restrict, Func<LockFacts, bool>? where = null) =>
        (facts, seed) => where?.Invoke(facts.Lock) == false ? facts : facts with { Lock = restrict(facts.Lock, seed) };
}
