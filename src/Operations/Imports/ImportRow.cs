namespace Latchwork.Operations.Imports;

/// <summary>What a file of people may say. The columns go by these names, without regard to case.</summary>
public enum ImportColumn
{
    /// <summary>Whom the row is about; absent where it is about a code or a card alone.</summary>
    Email,

    /// <summary>Their role in the tenant.</summary>
    Role,

    /// <summary>Names or ids, with | between them; where a name is there twice, its site and a / before it.</summary>
    Doors,

    /// <summary>All doors of this site, by its name or id.</summary>
    Site,

    /// <summary>What a grant to the doors makes of its holder: holder, deputy or manager.</summary>
    Right,

    /// <summary>As the clocks at each door show it: 2026-03-01 or 2026-03-01 14:00.</summary>
    From,

    /// <summary>The same; a day alone is in it.</summary>
    Until,

    /// <summary>Such as mon-fri, or sat sun.</summary>
    Days,

    /// <summary>Such as 08:00-18:00, with | between them.</summary>
    Hours,

    /// <summary>Whether they may open from afar: yes or no.</summary>
    Remote,

    /// <summary>What a code or a card is called; absent: by the address.</summary>
    Name,

    /// <summary>The word new: the server makes one. No file has digits.</summary>
    Passcode,

    /// <summary>The number of a card.</summary>
    Card,
}

/// <param name="Line">In the file, where its first is 1.</param>
/// <param name="Cells">Trimmed; those that are empty are absent.</param>
public sealed record ImportRow(int Line, IReadOnlyDictionary<ImportColumn, string> Cells)
{
    public override string ToString() => $"line {Line}";
}

/// <summary>A file, read as such.</summary>
/// <param name="Hash">SHA-256 of it.</param>
public sealed record ImportFile(IReadOnlyList<ImportRow> Rows, byte[] Hash)
{
    /// <summary>Whatever holds the tenant's chain is short: so many are done in a second or two.</summary>
    public const int MostRows = 1000;

    /// <summary>How many doors all rows reach together, by name or by site, each counted as often as rows reach it: for the same reason.</summary>
    public const int MostReached = 2000;

    public override string ToString() => $"{Rows.Count} rows";
}
