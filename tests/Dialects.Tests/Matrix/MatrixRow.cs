namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>Whose door is asked for.</summary>
internal enum Side
{
    House,
    Neighbours,
}

/// <summary>Cells with the same answer.</summary>
/// <param name="Route">The pattern, as it is mapped.</param>
internal sealed record MatrixRow(string Route, Side Side, string Answer, params IReadOnlyList<Who> Asked);
