using Latchwork.Domain;

namespace Latchwork.Operations.Identity;

/// <summary>
/// The two steps of the wire's authorization code (sifely.md 2.4, 2.3): a person's password buys a code for one client, which exchanges it for tokens
/// once, within ten minutes (RFC 6749 §4.1.2).
/// </summary>
public sealed class AuthorizationCodes
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly PasswordLogIn passwords;
    private readonly TokenSessions sessions;

    internal AuthorizationCodes(PasswordLogIn passwords, TokenSessions sessions) => (this.passwords, this.sessions) = (passwords, sessions);

    public async Task<Outcome<string>> IssueAsync(
        string account,
        string passwordMd5,
        string clientName,
        RequestOrigin from,
        CancellationToken cancel
    ) =>
        (await passwords.CheckAsync(account, passwordMd5, from, cancel)).IsRefused(out var refusal, out var person)
            ? refusal
            : await sessions.WriteOnceAsync(person, clientName, Life, cancel);

    public async Task<Outcome<IssuedTokens>> ExchangeAsync(
        string code,
        string clientName,
        TokenKind kind,
        RequestOrigin from,
        CancellationToken cancel
    ) =>
        await sessions.UseOnceAsync(code, clientName, cancel) is { } person
            ? await sessions.IssueAsync(person, kind, clientName, from, cancel)
            : CallerConfirmation.NotAuthenticated;
}
