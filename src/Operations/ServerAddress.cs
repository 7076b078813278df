namespace Latchwork.Operations;

/// <summary>Where people and their programs reach this server: the configured address, or the one that it listens on.</summary>
public sealed class ServerAddress
{
    private volatile Uri url = new("http://localhost/");

    /// <summary>Absolute; ends in a slash.</summary>
    public Uri Url
    {
        get => url;
        set => url = value.AbsolutePath.EndsWith('/') ? value : new Uri($"{value}/");
    }
}
