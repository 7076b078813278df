namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>A query with which every route of the wire has what it needs, for tests to which only what happens after that matters.</summary>
internal static class EveryParameter
{
    public static string Query(long lockNumber) => $"?lockId={lockNumber}&" + string.Join('&', Rest);

    private static readonly string[] Rest = [$"account={LiveServer.Account}", $"password={LiveServer.PasswordMd5}"];
}
