namespace Latchwork.Dialects.Native.Credentials;

/// <param name="LockIds">One or several.</param>
/// <param name="Number">What a reader reads of it, as one decimal number of up to ten bytes.</param>
/// <param name="StartsAt">Absent: from now on. The start is in the window, its end is not.</param>
/// <param name="EndsAt">Absent: without end.</param>
internal sealed record NewCardBody(
    IReadOnlyList<string> LockIds,
    string Number,
    string? Name = null,
    DateTimeOffset? StartsAt = null,
    DateTimeOffset? EndsAt = null
)
{
    public override string ToString() => nameof(NewCardBody);
}

/// <summary>What is absent stays. Another number is written over the old one: the door never lacks one.</summary>
internal sealed record CardChangeBody(string? Name = null, string? Number = null, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null)
{
    public override string ToString() => nameof(CardChangeBody);
}
