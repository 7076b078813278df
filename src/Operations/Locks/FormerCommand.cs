using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>How the command of a request ended that came before: a repeated request is answered by it, whether it has ended by now or not (HM-7).</summary>
internal sealed class FormerCommand(AccessDb db, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private static readonly AccessError StillUnderWay = new(
        AccessErrorCode.OutcomeUnknown,
        "The lock was asked and has not answered yet: it may still move.",
        Noun.Lock
    );

    public async Task<Outcome<CommandResult>> AwaitAsync(TenantId tenant, FormerAct former, TimeSpan wait, CancellationToken cancel)
    {
        if (former.Refusal is { } refusal)
        {
            return refusal;
        }

        var began = clock.GetTimestamp();
        while (true)
        {
            var ended = await db.FirstAsync(TenantSet.Of(tenant), EndedSql, Read, [tenant.Value, former.Made], cancel);
            if (ended is not null)
            {
                return ended.Error is { } error ? error : ended;
            }

            if (clock.GetElapsedTime(began) >= wait)
            {
                return StillUnderWay;
            }

            await Task.Delay(LookEvery, clock, cancel);
        }
    }

    private const string EndedSql =
        "select state, error, detail from device_command where tenant_id = $1 and command_id = $2 and ended_at is not null";

    private static CommandResult Read(NpgsqlDataReader row) =>
        new(
            (CommandState)row.GetInt16(0),
            row.GetOptional<short>(1) is { } code ? new AccessError((AccessErrorCode)code, row.GetText(2) ?? "", Noun.Lock) : null,
            null
        );
}
