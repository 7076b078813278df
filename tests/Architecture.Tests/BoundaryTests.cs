using Latchwork.Architecture.Tests.Assemblies;

namespace Latchwork.Architecture.Tests;

/// <summary>Who may see whom (docs/style.md, "The map"), read from signatures and method bodies of the built assemblies.</summary>
public sealed class BoundaryTests
{
    private const string Storage = "Latchwork.Operations.Storage";

    /// <summary>What the runtime itself brings, without files, sockets and processes.</summary>
    private static bool IsBaseLibrary(TypeName type) =>
        type.Assembly.StartsWith("System.", StringComparison.Ordinal) || type.Assembly == "Microsoft.Win32.Primitives";

    private static bool IsAspNet(TypeName type) => type.Assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    private static bool IsStorage(TypeName type) => type.Assembly == "Npgsql" || type.IsIn(Storage) || type.IsIn("System.Data");

    private static bool IsOf(TypeName type, params ReadOnlySpan<string> projects)
    {
        foreach (var project in projects)
        {
            if (type.Assembly == $"Latchwork.{project}")
            {
                return true;
            }
        }

        return false;
    }

    [Fact]
    public void Domain_sees_the_base_library_and_NodaTime_only() =>
        Check("Domain", (_, to) => IsOf(to, "Domain") || to.Assembly == "NodaTime" || IsBaseLibrary(to));

    [Fact]
    public void Domain_does_no_input_and_output() => Check("Domain", (_, to) => !IsOutsideWorld(to));

    /// <summary>The two that cut what a clock reads to what is kept of it are extensions of the clock, for those who have one.</summary>
    [Fact]
    public void Domain_asks_no_clock() =>
        Check(
            "Domain",
            (from, to) => to.Name != "System.TimeProvider" || from.Name is "Latchwork.Domain.Instants" or "Latchwork.Domain.Devices.Moments"
        );

    [Fact]
    public void Operations_see_Domain_and_storage_and_no_web_server() =>
        Check(
            "Operations",
            (_, to) =>
                IsOf(to, "Operations", "Domain")
                || to.Assembly is "NodaTime" or "Npgsql" or "Otp.NET"
                || to.Assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                || IsBaseLibrary(to)
        );

    [Fact]
    public void Fleet_sees_Domain_and_Operations_and_no_storage() =>
        Check("Fleet", (_, to) => !IsStorage(to) && !IsAspNet(to) && !IsOf(to, "Drivers", "Dialects", "Server", "Cli"));

    [Fact]
    public void Drivers_see_Domain_only() =>
        Check("Drivers", (_, to) => !IsStorage(to) && !IsAspNet(to) && !IsOf(to, "Operations", "Fleet", "Dialects", "Server", "Cli"));

    [Fact]
    public void A_driver_does_not_see_another() => CheckSiblings("Drivers", shared: []);

    [Fact]
    public void Dialects_see_Domain_and_Operations_and_no_storage() =>
        Check("Dialects", (_, to) => !IsStorage(to) && !IsOf(to, "Fleet", "Drivers", "Server", "Cli"));

    [Fact]
    public void A_dialect_does_not_see_another() => CheckSiblings("Dialects", shared: ["Edge"]);

    /// <summary>The data source is made, the built-in cluster is kept and the health is asked there; everything else goes through operations.</summary>
    [Fact]
    public void The_server_touches_storage_only_where_it_hosts_the_database() =>
        Check(
            "Server",
            (from, to) =>
                !IsStorage(to)
                || from.IsIn("Latchwork.Server.Hosting")
                || from.IsIn("Latchwork.Server.Postgres")
                || IsPruning(to)
                || IsGenerated(from)
        );

    [Fact]
    public void Nobody_but_the_server_and_the_command_line_sees_Fleet_drivers_or_dialects()
    {
        foreach (var project in Projects.All.Except(["Server", "Cli"], StringComparer.Ordinal))
        {
            Check(project, (_, to) => IsOf(to, project) || !IsOf(to, "Fleet", "Drivers", "Dialects", "Server", "Cli"));
        }
    }

    /// <summary>A worker of the server starts it.</summary>
    private static bool IsPruning(TypeName type) =>
        type.Name is "Latchwork.Operations.Storage.PruneRows" or "Latchwork.Operations.Storage.PruneOptions";

    private static bool IsOutsideWorld(TypeName type) =>
        type.IsIn("System.IO")
        || (type.IsIn("System.Net.Sockets") && type.Name != "System.Net.Sockets.AddressFamily")
        || type.IsIn("System.Net.Http")
        || type.Name == "System.Diagnostics.Process";

    private static void Check(string project, Func<TypeName, TypeName, bool> isAllowed)
    {
        using var assembly = BuiltAssembly.Of(project);
        var references = assembly.References().ToList();
        Assert.NotEmpty(references);
        Offenders.None(references.Where(r => !isAllowed(r.From, r.To)).Select(r => $"{r.From} → {r.To} ({r.To.Assembly})"));
    }

    /// <summary>Folders side by side are strangers; what stands in none of them is shared.</summary>
    private static void CheckSiblings(string project, IReadOnlyList<string> shared)
    {
        var root = $"Latchwork.{project}";
        var source = Path.Combine(SourceTree.Root, "src", project);
        var siblings = Directory
            .GetDirectories(source)
            .Select(Path.GetFileName)
            .Except(shared, StringComparer.Ordinal)
            .Select(f => $"{root}.{f}")
            .ToList();
        Assert.NotEmpty(siblings);
        Check(project, (from, to) => !siblings.Any(sibling => to.IsIn(sibling) && !from.IsIn(sibling)) || IsGenerated(from));
    }

    /// <summary>Source generators put code for all folders into one type of their own.</summary>
    private static bool IsGenerated(TypeName type) => !type.IsIn("Latchwork");
}
