using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Alerts;

/// <summary>Changes what somebody is told of, and how; what is not given stays. What waits to be told is told all the same.</summary>
public sealed class ChangeAlert
{
    private readonly AlertTurns turns;
    private readonly AlertFields fields;
    private readonly AddAlert add;
    private readonly WireIdIndex index;

    internal ChangeAlert(AlertTurns turns, AlertFields fields, AddAlert add, WireIdIndex index) =>
        (this.turns, this.fields, this.add, this.index) = (turns, fields, add, index);

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId alert, AlertRequest request, CancellationToken cancel)
    {
        var tenant = (await index.FindAsync(alert, by.Tenants, cancel))?.Tenant ?? by.Home;
        var read = await fields.ReadAsync(tenant, request, cancel);
        return await turns.RunAsync(
            by,
            alert,
            AuditKind.AlertChanged,
            async (write, held) => read.IsRefused(out var refusal, out var values) ? refusal : await ChangeAsync(write, held, values, cancel),
            cancel
        );
    }

    private async Task<Outcome<Dictionary<string, string>>> ChangeAsync(
        CallerWork write,
        HeldAlert held,
        AlertValues values,
        CancellationToken cancel
    )
    {
        var asked = values.Asked;
        AlertTopic[]? topics = null;
        if (
            asked.Topics is not null
            && (await AlertFields.TopicsAsync(write.Work, held.Tenant, held.User, asked.Topics, cancel)).IsRefused(out var unknown, out topics)
        )
        {
            return unknown;
        }

        if (asked.Channel is { } channel && await add.RefuseAddressAsync(write, held.User, channel, cancel) is { } unproven)
        {
            return unproven;
        }

        var quiet = asked.Quiet is { } hours && hours.From != hours.Until ? hours : default(QuietHours?);
        await write.Work.DoAsync(
            """
            update alert set channel = coalesce($3::smallint, channel), topics = coalesce($4::smallint[], topics), sites = coalesce($5::uuid[], sites),
                locks = coalesce($6::uuid[], locks), quiet_from = case when $7 then $8::time else quiet_from end,
                quiet_until = case when $7 then $9::time else quiet_until end, urgent_passes = coalesce($10::boolean, urgent_passes),
                most_an_hour = coalesce($11::smallint, most_an_hour), is_default = false, updated_at = $12
            where tenant_id = $1 and alert_id = $2
            """,
            [
                held.Tenant.Value,
                held.Id,
                (short?)asked.Channel,
                topics?.Select(topic => (short)topic).ToArray(),
                values.Sites,
                values.Locks,
                asked.Quiet is not null,
                quiet?.From,
                quiet?.Until,
                asked.UrgentPasses,
                (short?)asked.MostAnHour,
                write.Now,
            ],
            cancel
        );
        return AddAlert.Told(values, topics, asked.Channel);
    }
}
