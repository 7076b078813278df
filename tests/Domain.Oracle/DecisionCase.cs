using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Oracle;

/// <summary>One question to the decision.</summary>
public sealed record DecisionCase(AccessAct Act, AccessFacts Facts, DateTimeOffset Now)
{
    public IEnumerable<WeeklyHours> Hours => Facts.Grant?.Hours is { } own ? [own, .. Facts.Lock.UsageHours] : Facts.Lock.UsageHours;

    /// <summary>Where implementation and oracle differ, in words; null where they agree.</summary>
    /// <param name="withChanges">Compare the next change of all hours too, which is slower.</param>
    public string? Difference(bool withChanges)
    {
        var (actual, expected) = (AccessDecision.Refuse(Act, Facts, Now)?.Code, DecisionTable.Refuse(Act, Facts, Now));
        return actual != expected ? $"decision: {actual?.ToString() ?? "allowed"}, oracle: {expected?.ToString() ?? "allowed"}"
            : !withChanges ? null
            : Hours.Select(hours => DifferenceOf(hours, Now)).FirstOrDefault(difference => difference is not null);
    }

    public static string? DifferenceOf(WeeklyHours hours, DateTimeOffset at)
    {
        var (isIn, shouldBeIn) = (hours.Contains(at), HoursOracle.Contains(hours, at));
        if (isIn != shouldBeIn)
        {
            return $"{hours} at {at:O}: contains {isIn}, oracle {shouldBeIn}";
        }

        var (next, expected) = (hours.NextChange(at), HoursOracle.NextChange(hours, at));
        return next == expected ? null : $"{hours} after {at:O}: next change {next:O}, oracle {expected:O}";
    }

    /// <summary>The same case with one thing less: tried in turn, as long as the difference stays, until none can go.</summary>
    public IEnumerable<DecisionCase> Simpler()
    {
        yield return this with
        {
            Facts = Facts with { Standing = null },
        };
        yield return this with
        {
            Facts = Facts with { CallerAddress = null },
        };
        foreach (var door in Simpler(Facts.Lock))
        {
            yield return this with
            {
                Facts = Facts with { Lock = door },
            };
        }

        if (Facts.Grant is { } grant)
        {
            yield return this with
            {
                Facts = Facts with { Grant = null },
            };
            foreach (var less in Simpler(grant))
            {
                yield return this with
                {
                    Facts = Facts with { Grant = less },
                };
            }
        }
    }

    private static IEnumerable<LockFacts> Simpler(LockFacts door)
    {
        yield return door with
        {
            IsFrozen = false,
        };
        yield return door with
        {
            IsRemoteUnlockOff = false,
        };
        yield return door with
        {
            PermittedAddresses = AddressList.Empty,
        };
        foreach (var hours in door.UsageHours)
        {
            WeeklyHours[] others = [.. door.UsageHours.Where(other => !ReferenceEquals(other, hours))];
            yield return door with
            {
                UsageHours = others,
            };
            foreach (var less in Simpler(hours))
            {
                yield return door with
                {
                    UsageHours = [.. others, less],
                };
            }
        }
    }

    private static IEnumerable<AccessGrant> Simpler(AccessGrant grant)
    {
        yield return grant with
        {
            Window = new TimeWindow(null, grant.Window.EndsAt),
        };
        yield return grant with
        {
            Window = new TimeWindow(grant.Window.StartsAt, null),
        };
        yield return grant with
        {
            IsFrozen = false,
        };
        yield return grant with
        {
            IsWaiting = false,
        };
        yield return grant with
        {
            IsDeputy = false,
        };
        yield return grant with
        {
            RevokedAt = null,
        };
        yield return grant with
        {
            DerivedFrom = null,
        };
        if (grant.Hours is { } hours)
        {
            yield return grant with
            {
                Hours = null,
            };
            foreach (var less in Simpler(hours))
            {
                yield return grant with
                {
                    Hours = less,
                };
            }
        }
    }

    public static IEnumerable<WeeklyHours> Simpler(WeeklyHours hours)
    {
        foreach (var date in hours.Exceptions)
        {
            yield return WeeklyHours.Create(hours.Zone, hours.Windows, hours.Exceptions.Where(other => other != date)).Value;
        }

        foreach (var window in hours.Windows)
        {
            LocalWindow[] others = [.. hours.Windows.Where(other => other != window)];
            var fewer = Enumerable.Range(0, 7).Select(day => window with { Days = window.Days & ~(WeekDays)(1 << day) });
            foreach (var less in fewer.Where(less => less.Days is not WeekDays.None && less.Days != window.Days))
            {
                yield return WeeklyHours.Create(hours.Zone, [.. others, less], hours.Exceptions).Value;
            }

            if (others.Length > 0)
            {
                yield return WeeklyHours.Create(hours.Zone, others, hours.Exceptions).Value;
            }
        }
    }

    public override string ToString() =>
        $"{Act} {(Facts.IsRemote ? "remotely" : "at the door")} from {Facts.CallerAddress?.ToString() ?? "nowhere"} at {Now:O}"
        + $"\n  standing: {Facts.Standing?.ToString() ?? "none"}\n  grant: {Facts.Grant?.ToString() ?? "none"}\n  lock: {Facts.Lock}"
        + $"\n  usage hours: {string.Join(" | ", Facts.Lock.UsageHours)}; addresses: {string.Join(' ', Facts.Lock.PermittedAddresses.Ranges())}";
}
