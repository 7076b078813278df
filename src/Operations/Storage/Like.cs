namespace Latchwork.Operations.Storage;

/// <summary>What people type, as part of a <c>like</c> pattern in which it means only itself.</summary>
internal static class Like
{
    public static string Escape(string typed) =>
        typed
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
