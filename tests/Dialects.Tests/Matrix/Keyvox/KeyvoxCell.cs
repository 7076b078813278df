namespace Latchwork.Dialects.Tests.Matrix.Keyvox;

/// <summary>One function, and what it is asked about: placeholders stand for what is the side's.</summary>
/// <param name="Path">Of its route.</param>
/// <param name="Body">Such as <c>{"lockId":"{lock}"}</c>.</param>
internal sealed record KeyvoxCell(string Path, string Body)
{
    public bool IsMutation { get; init; }

    /// <summary>What a key with the usual scopes gets of its own.</summary>
    public string Own { get; init; } = "200 0";

    /// <summary>Of what is another organisation's; the own answer where the function names nothing.</summary>
    public string Foreign { get; init; } = KeyvoxMatrix.Missing;

    /// <summary>What a key without scopes gets of its own organisation's; and of another's, where that is looked for before its scopes.</summary>
    public string Weak { get; init; } = KeyvoxMatrix.TooWeak;

    public string WeakForeign { get; init; } = KeyvoxMatrix.Missing;

    /// <summary>After those that need what it uses up.</summary>
    public int Turn { get; init; }
}
