using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;

namespace Latchwork.Operations.Imports;

/// <summary>What a row asks for.</summary>
public enum ImportAct
{
    /// <summary>A role for who had none, by invitation where they have no account.</summary>
    Membership,

    /// <summary>Another role for a member.</summary>
    Role,
    Grant,
    Passcode,
    Card,
}

public enum ImportEffect
{
    Made,
    Changed,

    /// <summary>It is so already.</summary>
    Kept,
}

/// <summary>What comes of one wish of a row.</summary>
/// <param name="Door">Null where it is about none.</param>
public sealed record ImportChange(ImportAct Act, ImportEffect Effect, ImportDoor? Door = null)
{
    public TenantRole? Role { get; init; }

    /// <summary>What they were until then.</summary>
    public TenantRole? Former { get; init; }

    public GrantTerms? Terms { get; init; }

    /// <summary>Of a code or card.</summary>
    public TimeWindow Window { get; init; }

    internal string Canonical =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Act} {Effect} {Door?.Id} {Role} {Former} {Terms?.Role} {Terms?.IsDeputy} {Terms?.CanUnlockRemotely} {Terms?.Hours} {Terms?.Window.StartsAt:O} {Terms?.Window.EndsAt:O} {Window.StartsAt:O} {Window.EndsAt:O}"
        );
}

/// <summary>A door as a file names it.</summary>
/// <param name="Id">Public UUID.</param>
/// <param name="Zone">IANA, of its site.</param>
public sealed record ImportDoor(string Id, string Name, string Zone);

/// <summary>What a file can have wrong before anything is decided.</summary>
public enum ImportFaultCode
{
    /// <summary>The decision about it said no: see the refusal.</summary>
    Refused,
    Missing,
    Unreadable,
    UnknownDoor,
    AmbiguousDoor,
    UnknownSite,

    /// <summary>More doors than a row may reach.</summary>
    TooMany,

    /// <summary>Clocks at the door never show it: they are put forward over it.</summary>
    SkippedTime,

    /// <summary>Another row says something of the same.</summary>
    DuplicateRow,

    /// <summary>A code or card of that name or number is there with another window.</summary>
    Differs,
}

/// <param name="Column">Null: the row as a whole.</param>
public sealed record ImportFault(ImportColumn? Column, ImportFaultCode Code, string Detail, AccessErrorCode? Refusal = null)
{
    public static ImportFault Of(ImportColumn column, AccessError refusal) => new(column, ImportFaultCode.Refused, refusal.Detail, refusal.Code);
}

/// <summary>A row with a fault does nothing at all.</summary>
/// <param name="Whom">Of whom or what it says something, in its own words; null where it does not say.</param>
public sealed record ImportOutcome(int Line, string? Whom, IReadOnlyList<ImportChange> Changes, IReadOnlyList<ImportFault> Faults)
{
    public override string ToString() => $"line {Line}";
}

/// <summary>What a file does, row by row.</summary>
/// <param name="Digest">Of the file and of all that comes of it.</param>
public sealed record ImportPlan(IReadOnlyList<ImportOutcome> Rows, string Digest)
{
    public int Count(ImportEffect effect) => Rows.Sum(row => row.Changes.Count(change => change.Effect == effect));

    public int InError => Rows.Count(row => row.Faults.Count > 0);

    internal static ImportPlan Of(ImportFile file, IReadOnlyList<ImportOutcome> rows)
    {
        var text = new StringBuilder(Convert.ToHexString(file.Hash));
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{row.Line}");
            text.AppendJoin(null, row.Changes.Select(change => $"\n+{change.Canonical}"));
            text.AppendJoin(null, row.Faults.Select(fault => $"\n-{fault.Column} {fault.Code} {fault.Refusal}"));
        }

        return new ImportPlan(rows, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }
}
