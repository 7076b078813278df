using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <summary>The key of somebody's account on the Sifely wire, without the key.</summary>
/// <param name="MadeAt">Null: there is no key now.</param>
/// <param name="LastUsedAt">As nodes have told, some minutes late; of this key or of one before it.</param>
public sealed record SeenSifelyKey(string ClientId, DateTimeOffset? MadeAt, DateTimeOffset? LastUsedAt);

/// <summary>As it was just made; shown this once. The wire's own log-in tells it again to who knows the password (AK-1).</summary>
public sealed record MadeSifelyKey(string ClientId, string Key)
{
    public override string ToString() => $"key of {ClientId}";
}

/// <summary>The caller's own key on the Sifely wire: the same one that a log-in there gives out.</summary>
public sealed class OwnSifelyKey
{
    private readonly CallerTurns turns;
    private readonly CallerReads reads;
    private readonly SifelyKeys keys;

    internal OwnSifelyKey(CallerTurns turns, CallerReads reads, SifelyKeys keys) => (this.turns, this.reads, this.keys) = (turns, reads, keys);

    /// <returns>Null: the account has never been a client of the wire.</returns>
    public async Task<Outcome<SeenSifelyKey?>> FindAsync(Caller by, CancellationToken cancel)
    {
        var found = await reads.ListAsync(
            by,
            FindSql,
            row => new SeenSifelyKey(row.GetString(0), row.GetInstant(1), row.GetInstant(2)),
            _ => [by.Home.Value, by.Principal.Id],
            cancel
        );
        return found.Then(rows => rows.FirstOrDefault());
    }

    /// <summary>Makes one, in place of the one that there was.</summary>
    public Task<Outcome<MadeSifelyKey>> MakeAsync(Caller by, CancellationToken cancel) =>
        OwnAccount.RunAsync<MadeSifelyKey>(
            turns,
            by,
            AuditKind.KeyIssued,
            async (turn, person) =>
            {
                await OwnAccount.HoldAsync(turn, person, cancel);
                var (client, key) = await keys.MakeAsync(turn, person, cancel);
                return new MadeSifelyKey(client, key);
            },
            cancel
        );

    /// <summary>Where there is none, none is ended.</summary>
    public Task<Outcome<Done>> EndAsync(Caller by, CancellationToken cancel) =>
        OwnAccount.RunAsync<Done>(
            turns,
            by,
            AuditKind.KeyRevoked,
            async (turn, person) =>
            {
                await OwnAccount.HoldAsync(turn, person, cancel);
                await SifelyKeys.EndAsync(turn, person, cancel);
                return Done.Yes;
            },
            cancel
        );

    private static readonly string FindSql = $"""
        select p.wire_id, s.issued_at, c.last_used_at
        from api_client c
        join public_id p on p.tenant_id = c.tenant_id and p.row_id = c.api_client_id and p.kind = {(int)WireIdKind.SifelyClient}
        left join session s on s.tenant_id = c.tenant_id and s.api_client_id = c.api_client_id and s.kind = {(int)
            SessionKind.SifelyKey} and s.revoked_at is null
        where c.tenant_id = $1 and c.user_id = $2 and c.kind = {(int)Clients.ApiClientKind.Sifely} and c.revoked_at is null
        """;
}
