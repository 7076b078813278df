using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;

namespace Latchwork.Operations.Identity;

/// <summary>The account of the Sifely wire: its key, and what log-in tells about it.</summary>
/// <param name="Plan">Null: the installation's usual one.</param>
public sealed record IssuedKey(string Key, string ClientId, string Account, string? Plan, SubscriptionState Subscription, int LockCount)
{
    public override string ToString() => $"key of {ClientId}";
}

/// <summary>Log-in by account name and the encoded password of the wires (AK-4).</summary>
public sealed class LogIn
{
    private readonly PasswordLogIn passwords;
    private readonly SifelyKeys keys;
    private readonly TokenSessions sessions;

    internal LogIn(PasswordLogIn passwords, SifelyKeys keys, TokenSessions sessions) =>
        (this.passwords, this.keys, this.sessions) = (passwords, keys, sessions);

    /// <summary>The account's key: made at the first log-in, the same one afterwards (AK-2).</summary>
    /// <param name="passwordMd5">Exactly 32 hexadecimal digits.</param>
    public async Task<Outcome<IssuedKey>> ForKeyAsync(string account, string passwordMd5, RequestOrigin from, CancellationToken cancel) =>
        (await passwords.CheckAsync(account, passwordMd5, from, cancel)).IsRefused(out var refusal, out var person)
            ? refusal
            : await keys.GetOrMakeAsync(person, from, cancel);

    /// <summary>A pair of tokens, which expire.</summary>
    /// <param name="client">Null: it has no name, and whoever has the refresh token may renew.</param>
    public async Task<Outcome<IssuedTokens>> ForTokensAsync(
        string account,
        string passwordMd5,
        TokenClient? client,
        TokenKind kind,
        RequestOrigin from,
        CancellationToken cancel
    ) =>
        (await passwords.CheckAsync(account, passwordMd5, from, cancel)).IsRefused(out var refusal, out var person) ? refusal
        : await sessions.IssueAsync(person, kind, client, from, cancel) is { } issued ? issued
        : PasswordLogIn.WrongLogin;

    internal static AuditEntry LogInEntry(UserId person, SessionId session, Surface surface, RequestOrigin from, DateTimeOffset now) =>
        new(
            new AuditEvent
            {
                Kind = AuditKind.LogIn,
                Outcome = AuditOutcome.Done,
                Operation = OperationId.New(now).Value,
                By = new AuditPrincipal(PrincipalKind.User, person.Value, session.Value, surface),
            },
            new AuditPrivate { Address = from.Address?.ToString(), UserAgent = from.UserAgent }
        );
}
