using System.Text;
using Latchwork.Dialects.Tests.Matrix.Native;

namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>People from a file: what is wrong with it, what it would do, and that it is done as it was told.</summary>
internal static class ImportScenarios
{
    private const string Imports = "/api/v1/imports";
    private const string Preview = "/api/v1/imports/preview";
    private const string Weak = "Bearer {weak}";

    private static readonly string Faults = Csv(
        """
        email,role,doors,site,right,from,until,days,hours,remote,name,passcode,card
        roof,,Front door,,,,,,,,,,
        roofer@example.com,king,,,,,,,,,,,
        roofer@example.com,,Nowhere,,,,,,,,,,
        roofer@example.com,,,Nowhere,,,,,,,,,
        roofer@example.com,,Front door,,,2035-03-25 01:30,,,,,,,
        roofer@example.com,,Front door,,,01.03.2035,,,,,,,
        roofer@example.com,,Office,,,2035-03-02,2035-03-01,,,,,,
        roofer@example.com,,Back gate,,,,2001-01-01,,,,,,
        roofer@example.com,,Front door,,,,,,,,,,
        roofer@example.com,,Front door,,,,,weekly,25:00-26:00,,,,
        roofer@example.com,,Front door,,owner,,,,,maybe,,,
        roofer@example.com,,,,,2035-03-01,,,,,,,
        roofer@example.com,,,,,,,,,,,,
        ,,Front door,,,,,,,,,,
        ,,Front door,,,,,,,,,new,
        ,,Front door,,,,,mon-fri,,,Roofer,new,
        ,,Front door,,,,,,,,Roofer,1234,
        ,,Front door,,,,,,,,Roofer,,card
        ,,Shed,,,,,,,,Roofer,new,
        {owner},,Front door,,,,,,,,,,
        """
    );

    private static readonly string Good = Csv(
        """
        email;doors;right;from;until;days;hours;remote
        roofer@example.com;Front door|Back gate;holder;2035-10-28 01:30;2035-10-28 01:30;;;
        tiler@example.com;back gate;deputy;2035-03-01;2035-03-31;mon-wed fri;08:00-12:00|22:00-02:00;no
        tiler@example.com;BACK GATE;;;;;;
        """
    );

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("A file to begin with", "GET", $"{Imports}/template"),
        new("A file that is no CSV by its type", "POST", Preview) { Json = "{}" },
        new("No file", "POST", Preview),
        new("A file with nothing in it", "POST", Preview) { Json = Csv("\n") },
        new("A file with columns alone", "POST", Preview) { Json = Csv("email,doors\n") },
        new("A column that is none", "POST", Preview) { Json = Csv("email,colour\nada@example.com,red") },
        new("A column twice", "POST", Preview) { Json = Csv("email,Email\nada@example.com,ada@example.com") },
        new("A row with too many cells", "POST", Preview) { Json = Csv("email,doors\nada@example.com,Front door,Shed") },
        new("A cell whose quotes have no end", "POST", Preview) { Json = Csv("email,doors\nada@example.com,\"Front door") },
        new("A file that is not in UTF-8", "POST", Preview) { Json = "data:text/csv;base64,ZW1haWwsZG9vcnMK/w==" },
        new("A file with all that can be wrong", "POST", Preview) { Json = Faults, Learns = [("faulty plan", "plan")] },
        new("A file, with a key that may give nothing", "POST", Preview, Weak) { Json = ImportCells.Body },
        new("A file that gives grants", "POST", Preview) { Json = Good, Learns = [("plan", "plan")] },
        new("It is carried out without its plan", "POST", Imports) { Json = Good },
        new("With another plan", "POST", $"{Imports}?plan=none") { Json = Good },
        new("With a row in error", "POST", $"{Imports}?plan={{plan}}") { Json = Good },
        new("By a key that may give nothing", "POST", $"{Imports}?plan={{plan}}", Weak) { Json = Good },
        new("Without that row", "POST", $"{Imports}?plan={{plan}}&leavesOutErrors=true") { Json = Good },
        new("And once more by the plan of before", "POST", $"{Imports}?plan={{plan}}&leavesOutErrors=true") { Json = Good },
        new("The same file changes nothing", "POST", Preview) { Json = Good, Learns = [("plan again", "plan")] },
        new("And says so", "POST", $"{Imports}?plan={{plan again}}&leavesOutErrors=true") { Json = Good },
    ];

    private static string Csv(string text) =>
        $"data:text/csv;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Replace("{owner}", LiveServer.Account, StringComparison.Ordinal)))}";
}
