namespace Latchwork.Architecture.Tests.Assemblies;

/// <summary>A type and where it is defined. Nested types count as the outermost one around them.</summary>
/// <param name="Name">With its namespace.</param>
internal readonly record struct TypeName(string Assembly, string Namespace, string Name)
{
    /// <summary>Whether the namespace is this one or inside it.</summary>
    public bool IsIn(string parent) =>
        Namespace.StartsWith(parent, StringComparison.Ordinal) && (Namespace.Length == parent.Length || Namespace[parent.Length] == '.');

    public override string ToString() => Name;
}
