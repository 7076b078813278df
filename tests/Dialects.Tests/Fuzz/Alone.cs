namespace Latchwork.Dialects.Tests.Fuzz;

/// <summary>Of tests that weigh the memory of the process: no other class runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone in the process";
}
