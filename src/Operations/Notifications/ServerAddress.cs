namespace Latchwork.Operations.Notifications;

/// <summary>The server's address as people and programs elsewhere know it.</summary>
/// <param name="configured">Null: where this machine reaches it, once it listens.</param>
public sealed class ServerAddress(Uri? configured = null)
{
    private volatile Uri? known = configured is null ? null : WithSlash(configured);

    /// <summary>Whether somebody has said what it is: then it is that and no other.</summary>
    public bool IsConfigured { get; } = configured is not null;

    /// <summary>Ends in a slash. Null until the server listens, where nothing is configured.</summary>
    public Uri? Url => known;

    /// <summary>A configured address stays.</summary>
    public void ListensAt(Uri address) => known ??= WithSlash(address);

    private static Uri WithSlash(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
}
