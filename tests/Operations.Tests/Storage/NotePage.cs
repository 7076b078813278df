using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Tests.Storage;

internal sealed record Note(TenantId Tenant, string? Breaks = null)
{
    public const string InDecision = "decision";
    public const string InSaving = "saving";
    public const string InDatabase = "database";
}

/// <summary>The smallest lane: each note becomes an event and is answered with its sequence.</summary>
internal sealed class NotePage : JournalPage<Note, object, long>
{
    public override void AddTenants(Note ask, HashSet<TenantId> tenants) => tenants.Add(ask.Tenant);

    public override string LoadSql => "select a.n from unnest($1::uuid[]) with ordinality as a (tenant_id, n)";

    public override void BindLoad(NpgsqlParameterCollection parameters, IReadOnlyList<Note> asks) =>
        parameters.AddArray(asks, ask => ask.Tenant.Value);

    public override object ReadFacts(NpgsqlDataReader row) => row.GetInt64(0);

    public override long Decide(Note ask, object? facts, ChainBatch chain, DateTimeOffset now) =>
        ask.Breaks == Note.InDecision
            ? throw new InvalidOperationException("A note that cannot be decided.")
            : chain.Append(ask.Tenant, Events.Any(now), now);

    public override void AddSave(NpgsqlBatch batch, IReadOnlyList<Note> asks, IReadOnlyList<long> answers, DateTimeOffset now)
    {
        if (asks.Any(ask => ask.Breaks == Note.InSaving))
        {
            throw new InvalidOperationException("A note that cannot be written down.");
        }

        if (asks.Any(ask => ask.Breaks == Note.InDatabase))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select 1 / 0"));
        }
    }
}
