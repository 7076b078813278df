using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Sessions;

/// <summary>Log-in by account name and password (doordeck.md 5.3).</summary>
public sealed class StartSession
{
    private readonly PasswordLogIn passwords;
    private readonly PersonSessions sessions;

    internal StartSession(PasswordLogIn passwords, PersonSessions sessions) => (this.passwords, this.sessions) = (passwords, sessions);

    /// <returns>An unknown account and a wrong password are <see cref="AccessErrorCode.WrongLogin"/> alike (AK-6).</returns>
    public async Task<Outcome<SessionTokens>> RunAsync(string account, string password, RequestOrigin from, CancellationToken cancel) =>
        (await passwords.CheckAsync(account, SifelyPasswordEncoding.TextFor(password), from, cancel)).IsRefused(out var refusal, out var person)
            ? refusal
        : await sessions.IssueAsync(person, from, cancel) is { } issued ? issued
        : PasswordLogIn.WrongLogin;
}
