using Latchwork.Operations.Clients;

namespace Latchwork.Operations.Identity;

/// <summary>Who asks for a person's tokens. They are bound to it: nobody else renews them.</summary>
/// <param name="Name">What it calls itself; any text.</param>
/// <param name="App">The registered application that it proved to be; its tokens end with it. Null: nobody registered it here.</param>
public sealed record TokenClient(string Name, AppClient? App = null)
{
    private const int LongestName = 200;

    /// <summary>As it is stored.</summary>
    internal string StoredName => Name[..Math.Min(Name.Length, LongestName)];
}
