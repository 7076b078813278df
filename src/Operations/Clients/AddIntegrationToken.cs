using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Clients;

/// <summary>A token as it was just made. It is shown this once and kept as a hash.</summary>
/// <param name="Id">Public UUID of the client.</param>
public sealed record AddedIntegrationToken(string Id, string Token)
{
    public override string ToString() => $"integration {Id}";
}

/// <summary>
/// Makes a bearer token for a service that can neither sign nor call from fixed addresses (keyvox.md 12). It opens the hooks of the KEYVOX wire and the few functions
/// that its actions are, and ends like every client.
/// </summary>
public sealed class AddIntegrationToken
{
    private readonly CallerWrites writes;
    private readonly WireIds ids;

    internal AddIntegrationToken(CallerWrites writes, WireIds ids) => (this.writes, this.ids) = (writes, ids);

    /// <param name="scopes">Null for <see cref="IntegrationScopes.Most"/>; more than that it never has, and nobody gives more than they hold.</param>
    public async Task<Outcome<AddedIntegrationToken>> RunAsync(
        Caller by,
        TenantId tenant,
        string name,
        PermissionSet? scopes,
        int? callsPerMinute,
        CancellationToken cancel
    )
    {
        var begun = await writes.BeginAsync(by, tenant, Permission.KeysWrite, Noun.Tenant, AuditKind.KeyIssued, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            var given = scopes ?? IntegrationScopes.Most;
            if (Refuse(write.By.StandingIn(tenant) ?? default, name, given, callsPerMinute) is { } refusal)
            {
                return await write.RefuseAsync(refusal);
            }

            var (id, token) = (ApiClientId.New(write.Now), IntegrationTokens.Make());
            await write.Work.DoAsync(
                """
                with client as (
                    insert into api_client (tenant_id, api_client_id, kind, name, scopes, calls_per_minute, created_at) values ($1, $2, $3, $4, $5, $6, $7))
                insert into session (token_hash, session_id, kind, tenant_id, api_client_id, issued_at) values ($8, $9, $10, $1, $2, $7)
                """,
                [
                    tenant.Value,
                    id.Value,
                    (short)ApiClientKind.Integration,
                    name.Trim(),
                    given.Words().ToArray(),
                    callsPerMinute,
                    write.Now,
                    TokenHash.Of(token),
                    SessionId.New(write.Now).Value,
                    (short)SessionKind.HookToken,
                ],
                cancel
            );
            await ids.IssueAsync(write.Work, tenant, id.Value, cancel, WireIdKind.ApiClientUuid);
            var uuid = await WireIds.TextAsync(write.Work, tenant, id.Value, WireIdKind.ApiClientUuid, cancel);
            await write.CommitAsync(new AuditObject(Noun.ApiClient, id.Value), new Dictionary<string, string> { ["kind"] = "integration" }, cancel);
            return new AddedIntegrationToken(uuid, token);
        }
    }

    private static AccessError? Refuse(PermissionSet own, string name, PermissionSet given, int? callsPerMinute) =>
        ClientFields.Refuse(name, callsPerMinute)
        ?? (IntegrationScopes.Most.Contains(given) ? null : TooMuch)
        ?? TenantRoles.RefuseDealing(own, Permission.KeysWrite, given);

    private static readonly AccessError TooMuch = AccessError.Invalid(
        $"An integration has scopes of these alone: {IntegrationScopes.Most}.",
        Noun.ApiClient
    );
}

/// <summary>The form of these tokens: <c>lwi_</c> and 40 base62 characters, 238 bits.</summary>
public static class IntegrationTokens
{
    private const string Prefix = "lwi_";
    private const int Length = 40;

    internal static string Make() => Prefix + SecretMaker.Base62(Length);

    /// <summary>Whether a text has the form of one.</summary>
    public static bool IsOne(string text) =>
        text.Length == Prefix.Length + Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Base62) < 0;

    private static readonly System.Buffers.SearchValues<char> Base62 = System.Buffers.SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );
}
