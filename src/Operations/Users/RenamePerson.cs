using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Users;

/// <summary>Changes what the caller is called.</summary>
public sealed class RenamePerson
{
    private readonly CallerTurns turns;

    internal RenamePerson(CallerTurns turns) => this.turns = turns;

    /// <param name="displayName">Null or blank: none.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, string? displayName, CancellationToken cancel) =>
        DisplayName.Parse(displayName).IsRefused(out var invalid, out var name)
            ? invalid
            : await OwnAccount.RunAsync(turns, by, AuditKind.UserChanged, (turn, person) => RenameAsync(turn, person, name, cancel), cancel);

    private static async Task<Outcome<Done>> RenameAsync(CallerTurn turn, UserId person, DisplayName name, CancellationToken cancel)
    {
        await turn.Work.DoAsync("update app_user set display_name = $2 where user_id = $1", [person.Value, name.Text], cancel);
        turn.Told.Add(OwnAccount.Event(turn, AuditKind.UserChanged, person, "displayName"));
        return Done.Yes;
    }
}

/// <summary>What a person is called: one line of at most 200 characters, or null.</summary>
internal readonly record struct DisplayName(string? Text)
{
    private const int Longest = 200;

    public static Outcome<DisplayName> Parse(string? text)
    {
        var trimmed = text?.Trim();
        return trimmed is null or "" ? default(DisplayName)
            : trimmed.Length > Longest || trimmed.Any(char.IsControl)
                ? AccessError.Invalid($"A person's name is one line of at most {Longest} characters.", Noun.User)
            : new DisplayName(trimmed);
    }
}
