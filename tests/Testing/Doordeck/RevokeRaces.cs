using System.Net;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Npgsql;

namespace Latchwork.Testing.Doordeck;

/// <param name="Rounds">Gifts that were taken back while they were being used.</param>
/// <param name="Openings">Unlocks that were still done in these rounds, before the end of the gift.</param>
/// <param name="Late">Unlocks that were done after somebody had been told that the gift had ended.</param>
public sealed record RevokeRaceReport(int Rounds, int Openings, int Refused, IReadOnlyList<string> Late);

/// <summary>
/// AZ-5 as it can be seen from outside: an administrator gives a lock and takes it back on one node while the receiver opens it on every node, again and again.
/// Once the taking back was answered with success, no node opens for them; and in the record no opening stands behind the end of the gift.
/// </summary>
public sealed class RevokeRaces(IReadOnlyList<HttpClient> nodes, DoordeckPhone admin, DoordeckPhone guest, string smartLock)
{
    private const int Callers = 3;
    private static readonly TimeSpan OpensWithin = TimeSpan.FromMinutes(1);

    private int openings;
    private int refused;
    private readonly List<string> late = [];

    public async Task<RevokeRaceReport> RunAsync(int rounds, Seed chances, CancellationToken cancel)
    {
        var done = 0;
        for (; done < rounds && !cancel.IsCancellationRequested; done++)
        {
            await RoundAsync(done, chances);
        }

        return new RevokeRaceReport(done, openings, refused, late);
    }

    private async Task RoundAsync(int round, Seed chances)
    {
        var (giver, taker) = (nodes[chances.Next(nodes.Count)], nodes[chances.Next(nodes.Count)]);
        await ExpectAsync(giver, await ShareAsync(giver), HttpStatusCode.NoContent);
        using var over = new CancellationTokenSource();
        using var opened = new SemaphoreSlim(0);
        var using_ = Enumerable.Range(0, Callers).Select(i => UseAsync(nodes[(round + i) % nodes.Count], opened, over.Token)).ToList();
        await SeeOpenedAsync(opened, chances.Next(Callers));
        await Task.Delay(TimeSpan.FromMilliseconds(chances.Next(20)), TimeProvider.System, CancellationToken.None);
        await ExpectAsync(taker, new JsonObject { ["type"] = "REMOVE_USER", ["users"] = new JsonArray(guest.UserId) }, HttpStatusCode.OK);

        // From here on it is over, for whoever asks and wherever.
        foreach (var node in nodes)
        {
            var status = await UnlockAsync(node);
            if (status == HttpStatusCode.OK)
            {
                late.Add($"round {round}: opened on node {nodes.ToList().IndexOf(node)} after the end was told");
            }
        }

        await over.CancelAsync();
        await Task.WhenAll(using_);
    }

    /// <summary>The end comes between openings, however slow the machine is.</summary>
    private static async Task SeeOpenedAsync(SemaphoreSlim opened, int times)
    {
        for (var seen = 0; seen < times; seen++)
        {
            if (!await opened.WaitAsync(OpensWithin))
            {
                throw new InvalidOperationException("who was given a share does not get in");
            }
        }
    }

    private async Task UseAsync(HttpClient node, SemaphoreSlim opened, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            if (await UnlockAsync(node) == HttpStatusCode.OK)
            {
                Interlocked.Increment(ref openings);
                opened.Release();
            }
            else
            {
                Interlocked.Increment(ref refused);
            }
        }
    }

    private async Task<HttpStatusCode> UnlockAsync(HttpClient node)
    {
        using var answer = await guest.ExecuteAsync(node, smartLock, guest.Sign(smartLock, DoordeckPhone.Unlock()));
        return answer.StatusCode;
    }

    private async Task ExpectAsync(HttpClient node, JsonObject operation, HttpStatusCode expected)
    {
        using var answer = await admin.ExecuteAsync(node, smartLock, admin.Sign(smartLock, operation));
        if (answer.StatusCode != expected)
        {
            throw new InvalidOperationException($"{(string?)operation["type"]}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private async Task<JsonObject> ShareAsync(HttpClient node) =>
        new()
        {
            ["type"] = "ADD_USER",
            ["user"] = guest.UserId,
            ["publicKey"] = publicKey ??= await KeyAsync(node),
            ["role"] = "USER",
            ["start"] = null,
            ["end"] = null,
        };

    private string? publicKey;

    private async Task<string> KeyAsync(HttpClient node)
    {
        using var answer = await admin.SendAsync(node, HttpMethod.Post, "/directory/query", new JsonObject { ["localKey"] = guest.UserId });
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["publicKey"]!;
    }

    /// <summary>Openings that stand in the chain after the end of the gift that they were made by, with none given since.</summary>
    public static async Task<long> LateInTheRecordAsync(string database, string guestUuid, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            """
            with acts as (
                select e.tenant_id, e.sequence,
                    case when e.kind = 90 then 'given' when e.kind = 92 then 'revoked' else 'opened' end as what
                from audit_event e, public_id p
                where p.kind = 21 and p.wire_id = $1 and e.outcome in (1, 3)
                    and (e.kind = 1 and e.stage = 1 and e.principal_id = p.row_id
                        or e.kind in (90, 92) and e.outcome = 3
                            and (convert_from(e.bytes, 'UTF8')::jsonb -> 'on' ->> 'id')::uuid in (select g.grant_id from access_grant g where g.user_id = p.row_id))
            )
            select count(*) from acts a
            where a.what = 'opened' and 'given' is distinct from (
                select b.what from acts b where b.tenant_id = a.tenant_id and b.sequence < a.sequence and b.what <> 'opened' order by b.sequence desc limit 1)
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = guestUuid });
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
