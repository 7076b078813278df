namespace Latchwork.Dialects.Fuzz;

/// <summary>A running server of the Sifely wire, and what a client of it knows.</summary>
/// <param name="Routes">As they are mapped, with their verbs.</param>
/// <param name="Key">Sent with half of the requests.</param>
/// <param name="Locks">Numbers of locks of the key's account.</param>
public sealed record SifelyTarget(Uri Address, IReadOnlyList<FuzzRoute> Routes, string Key, IReadOnlyList<long> Locks)
{
    public override string ToString() => $"{Address}";
}

public sealed record FuzzRoute(string Path, IReadOnlyList<string> Verbs);
