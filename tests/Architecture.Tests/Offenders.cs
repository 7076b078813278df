namespace Latchwork.Architecture.Tests;

internal static class Offenders
{
    /// <summary>Fails with all of them, one a line.</summary>
    public static void None<T>(IEnumerable<T> offenders)
    {
        var told = offenders.Select(offender => $"{offender}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(told.Count == 0, $"{told.Count}:\n{string.Join('\n', told)}");
    }
}
