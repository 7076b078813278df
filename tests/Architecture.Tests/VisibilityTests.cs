using Latchwork.Architecture.Tests.Assemblies;

namespace Latchwork.Architecture.Tests;

/// <summary>Sealed and internal, unless somebody outside needs it (docs/style.md, "Names").</summary>
public sealed class VisibilityTests
{
    /// <summary>Public although no other project names them, and why.</summary>
    private static readonly Dictionary<string, string> PublicAnyway = new(StringComparer.Ordinal)
    {
        ["Latchwork.Dialects.RouteTable"] = "the table of routes is for tests and documents",
        ["Latchwork.Dialects.RouteRow"] = "the table of routes is for tests and documents",
        ["Latchwork.Dialects.RouteAct"] = "the table of routes is for tests and documents",
        ["Latchwork.Drivers.Simulator.SimulatorHost"] = "a simulated site can run on its own, behind a real line",
        ["Latchwork.Drivers.Simulator.SimulatorControl"] = "a simulated site can run on its own, behind a real line",
    };

    /// <summary>Operations that no wire asks for yet; the line goes with the first that does.</summary>
    private const string Awaited = "Latchwork.Operations.Credentials";

    /// <summary>The words and rules of all the others.</summary>
    private const string Vocabulary = "Latchwork.Domain";

    [Fact]
    public void Every_project_is_looked_at() =>
        Assert.Equal(
            Directory.GetDirectories(Path.Combine(SourceTree.Root, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Projects.All.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_class_that_nothing_derives_from_is_sealed()
    {
        foreach (var project in Projects.All)
        {
            using var assembly = BuiltAssembly.Of(project);
            var bases = assembly.BaseTypes();
            Offenders.None(assembly.Types().Where(type => type.IsOpenClass && type.Name.IsIn("Latchwork") && !bases.Contains(type.Name)));
        }
    }

    [Fact]
    public void A_type_is_public_only_if_somebody_outside_needs_it()
    {
        var (types, references) = Everything();
        var needed = references.Where(r => r.From.Assembly != r.To.Assembly).Select(r => r.To).ToHashSet();
        needed.UnionWith(types.Where(type => PublicAnyway.ContainsKey(type.Name.Name)).Select(type => type.Name));
        while (
            types.Where(type => type.IsPublic && needed.Contains(type.Name)).SelectMany(type => type.Shows).Except(needed).ToList()
                is { Count: > 0 } more
        )
        {
            needed.UnionWith(more);
        }

        Offenders.None(
            types
                .Where(type =>
                    type.IsPublic
                    && type.Name.IsIn("Latchwork")
                    && !type.Name.IsIn(Vocabulary)
                    && !type.Name.IsIn(Awaited)
                    && !needed.Contains(type.Name)
                )
                .Select(type => type.Name)
        );
    }

    [Fact]
    public void What_is_public_anyway_is_there()
    {
        var (types, _) = Everything();
        Offenders.None(PublicAnyway.Keys.Except(types.Where(type => type.IsPublic).Select(type => type.Name.Name), StringComparer.Ordinal));
    }

    private static (List<DefinedType> Types, List<(TypeName From, TypeName To)> References) Everything()
    {
        var types = new List<DefinedType>();
        var references = new List<(TypeName From, TypeName To)>();
        foreach (var project in Projects.All)
        {
            using var assembly = BuiltAssembly.Of(project);
            types.AddRange(assembly.Types());
            references.AddRange(assembly.References());
        }

        return (types, references);
    }
}
