using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Reservations;

/// <summary>A message to the guest of a stay, and what is known of its delivery; not what it says, nor to whom.</summary>
/// <param name="Template">Such as <c>stay-booked</c>.</param>
/// <param name="SentAt">The carrier took it then; that somebody read it nobody knows.</param>
/// <param name="NextTryAt">Where it waits.</param>
/// <param name="Failure">Of the last try.</param>
public sealed record StayMessage(
    string Template,
    NotificationChannel Channel,
    NotificationState State,
    int Tries,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? NextTryAt,
    SendFailure? Failure
);

/// <summary>What the guest of a stay was told, and what became of it.</summary>
public sealed class StayMessages
{
    private readonly CallerReads reads;

    internal StayMessages(CallerReads reads) => this.reads = reads;

    /// <summary>Newest first.</summary>
    public async Task<Outcome<PageOf<StayMessage>>> ListAsync(Caller by, WireId reservation, PageRequest page, CancellationToken cancel)
    {
        var sought = await SoughtStay.FindAsync(reads, by, reservation, Permission.ReservationsRead, cancel);
        if (sought.IsRefused(out var refusal, out var stay))
        {
            return refusal;
        }

        var found = await reads.ListAsync(by, Sql.For(page), Paged.Row(Read), _ => [stay.Tenant.Value, page.Size, page.Start, stay.Row], cancel);
        return found.Then(Paged.Page);
    }

    private static StayMessage Read(NpgsqlDataReader row) =>
        new(
            row.GetString(1),
            (NotificationChannel)row.GetInt16(2),
            (NotificationState)row.GetInt16(3),
            row.GetInt32(4),
            row.GetFieldValue<DateTimeOffset>(5),
            row.GetInstant(6),
            row.GetInstant(7),
            Enum.TryParse<SendFailure>(row.GetText(8), out var failure) ? failure : null
        );

    private static readonly PagedSql Sql = Paged.Sql(
        """
        select notification_id, template, channel, state, attempts, created_at, sent_at, due_at, failure from notification
        where tenant_id = $1 and reservation_id = $4
        """,
        PageOrder.Falling("created_at timestamptz, notification_id uuid"),
        size: 2
    );
}
