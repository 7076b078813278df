using System.Globalization;
using System.Text.RegularExpressions;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using static Latchwork.Operations.Imports.ImportColumn;

namespace Latchwork.Operations.Imports;

/// <summary>Reads the cells of one row; each that cannot be read is a fault.</summary>
internal sealed partial class ReadCells(ImportRow row, List<ImportFault> faults)
{
    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public WantedRow Read()
    {
        var (right, isDeputy) = RightOf();
        var wanted = new WantedRow(row.Line)
        {
            Email = EmailOf(),
            EmailText = Cell(Email),
            Role = RoleOf(),
            Doors = Parts(Doors),
            Site = Cell(Site),
            Right = right,
            IsDeputy = isDeputy,
            From = TimeOf(From),
            Until = TimeOf(Until),
            Hours = HoursOf(),
            CanUnlockRemotely = RemoteOf(),
            Name = Cell(ImportColumn.Name) ?? Cell(Email),
            WantsPasscode = PasscodeOf(),
            Card = CardOf(),
        };
        RefuseGaps(wanted);
        return wanted;
    }

    private void RefuseGaps(WantedRow wanted)
    {
        var wantsCode = Cell(Passcode) is not null || Cell(Card) is not null;
        if (!wanted.WantsDoors && (wantsCode || row.Cells.Keys.Any(column => column is Right or From or Until or Days or Hours or Remote)))
        {
            Fault(Doors, ImportFaultCode.Missing, "Which doors is it about?");
        }
        else if (wanted.EmailText is null && (wanted.Role is not null || !wantsCode))
        {
            Fault(Email, ImportFaultCode.Missing, "Whom is it about?");
        }
        else if (wantsCode && wanted.Name is null)
        {
            Fault(ImportColumn.Name, ImportFaultCode.Missing, "A code or a card of nobody needs a name.");
        }
        else if (wanted.EmailText is not null && Cell(Role) is null && !wanted.WantsDoors)
        {
            Fault(Role, ImportFaultCode.Missing, "The row asks for nothing: give a role, or doors.");
        }

        if (wantsCode && wanted.Hours.Count > 0)
        {
            Fault(Hours, ImportFaultCode.Unreadable, "Locks keep no code and no card to hours of the week: put those into a row of their own.");
        }
    }

    private LoginName? EmailOf()
    {
        if (Cell(Email) is not { } text)
        {
            return null;
        }

        if (LoginName.Parse(text) is { Error: null, Value: { Kind: LoginKind.Email } name })
        {
            return name;
        }

        Fault(Email, ImportFaultCode.Unreadable, "This is no e-mail address.");
        return null;
    }

    private TenantRole? RoleOf() => Word<TenantRole>(Role, "A role is owner, administrator, operator, integrator or auditor.");

    private enum RightWord
    {
        Holder,
        Deputy,
        Manager,
    }

    private (GrantRole Role, bool IsDeputy) RightOf() =>
        (Word<RightWord>(Right, "A right is holder, deputy or manager.") ?? RightWord.Holder) switch
        {
            RightWord.Holder => (GrantRole.Holder, false),
            RightWord.Deputy => (GrantRole.Manager, true),
            RightWord.Manager => (GrantRole.Manager, false),
        };

    private ImportTime? TimeOf(ImportColumn column)
    {
        if (Cell(column) is not { } text)
        {
            return null;
        }

        if (ImportTime.Parse(text) is { } time)
        {
            return time;
        }

        Fault(column, ImportFaultCode.Unreadable, "Write a day as 2026-03-01, and with a time as 2026-03-01 14:00.");
        return null;
    }

    private List<LocalWindow> HoursOf()
    {
        if (Cell(Days) is null && Cell(Hours) is null)
        {
            return [];
        }

        var days = Cell(Days) is { } text ? DaysOf(text) : WeekDays.All;
        var windows = new List<LocalWindow>();
        foreach (var part in Cell(Hours) is null ? ["00:00-24:00"] : Parts(Hours))
        {
            if (
                Stretch().Match(part) is { Success: true } match
                && Minute(match, "a") is { } from
                && Minute(match, "b") is { } until
                && from < LocalWindow.MinutesInDay
            )
            {
                windows.Add(new LocalWindow(days, from, until));
                continue;
            }

            Fault(Hours, ImportFaultCode.Unreadable, "Write hours as 08:00-18:00, several with | between them.");
            break;
        }

        return windows;
    }

    private WeekDays DaysOf(string text)
    {
        var days = WeekDays.None;
        foreach (var part in text.ToLowerInvariant().Split([' ', '|', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-').Select(name => Array.IndexOf(DayNames, name.Length > 3 ? name[..3] : name)).ToArray();
            if (ends.Length > 2 || ends.Contains(-1))
            {
                Fault(Days, ImportFaultCode.Unreadable, "Write days as mon-fri, or sat sun.");
                return WeekDays.All;
            }

            for (var day = ends[0]; ; day = (day + 1) % DayNames.Length)
            {
                days |= (WeekDays)(1 << day);
                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return days;
    }

    private bool RemoteOf()
    {
        switch (Cell(Remote)?.ToLowerInvariant())
        {
            case null or "yes" or "true":
                return true;
            case "no" or "false":
                return false;
            default:
                Fault(Remote, ImportFaultCode.Unreadable, "Write yes or no.");
                return true;
        }
    }

    /// <summary>Digits in a file would be known to whoever has the file, and whoever may write could try which ones are there.</summary>
    private bool PasscodeOf()
    {
        if (Cell(Passcode) is not { } text || text.Equals("new", StringComparison.OrdinalIgnoreCase))
        {
            return Cell(Passcode) is not null;
        }

        Fault(Passcode, ImportFaultCode.Unreadable, "Write new: the server makes the digits, and shows them to who may see them.");
        return false;
    }

    private CardNumber? CardOf()
    {
        if (Cell(Card) is not { } text)
        {
            return null;
        }

        if (!CardNumber.Parse(text).IsRefused(out var invalid, out var number))
        {
            return number;
        }

        Fault(Card, ImportFaultCode.Unreadable, invalid.Detail);
        return null;
    }

    private T? Word<T>(ImportColumn column, string help)
        where T : struct, Enum
    {
        if (Cell(column) is not { } text)
        {
            return null;
        }

        if (Array.Find(Enum.GetNames<T>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return Enum.Parse<T>(found);
        }

        Fault(column, ImportFaultCode.Unreadable, help);
        return null;
    }

    private string[] Parts(ImportColumn column) =>
        Cell(column)?.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private string? Cell(ImportColumn column) => row.Cells.GetValueOrDefault(column);

    private void Fault(ImportColumn column, ImportFaultCode code, string detail) => faults.Add(new ImportFault(column, code, detail));

    private static int? Minute(Match match, string of) =>
        (int.Parse(match.Groups[$"{of}h"].Value, CultureInfo.InvariantCulture) * 60)
            + int.Parse(match.Groups[$"{of}m"].Value, CultureInfo.InvariantCulture)
            is <= LocalWindow.MinutesInDay
                and var minute
            ? minute
            : null;

    [GeneratedRegex("^(?<ah>[0-2]?[0-9]):(?<am>[0-5][0-9]) ?[-–] ?(?<bh>[0-2]?[0-9]):(?<bm>[0-5][0-9])$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Stretch();
}
