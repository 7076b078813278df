using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Alerts;

/// <summary>
/// Lets a member of the tenant be told what happens at its doors, from now on, by an address that they have proven. Somebody else needs the right to manage
/// people; nobody is told what they may not know.
/// </summary>
public sealed class AddAlert
{
    private static readonly AccessError WhoIsIt = AccessError.Invalid("Say who is to be told.", Noun.User);

    private readonly CallerWrites writes;
    private readonly AlertFields fields;
    private readonly KeyRing ring;
    private readonly WireIds ids;
    private readonly AlertOptions options;

    internal AddAlert(CallerWrites writes, AlertFields fields, KeyRing ring, WireIds ids, AlertOptions options) =>
        (this.writes, this.fields, this.ring, this.ids, this.options) = (writes, fields, ring, ids, options);

    /// <param name="person">Their public UUID, or a name that they log in with; null: the caller, where that is a person.</param>
    public async Task<Outcome<AlertId>> RunAsync(Caller by, TenantId tenant, string? person, AlertRequest request, CancellationToken cancel)
    {
        var read = await fields.ReadAsync(tenant, request, cancel);
        var user = await fields.PersonAsync(by, person, cancel);
        var begun = await writes.BeginAsync(by, tenant, Permission.AlertsWrite, Noun.Alert, AuditKind.AlertChanged, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            return read.IsRefused(out var refusal, out var values) ? await write.RefuseAsync(refusal)
                : RefuseWho(by, tenant, person, user) is { } no ? await write.RefuseAsync(no)
                : await AddAsync(write, tenant, user!.Value, values, cancel);
        }
    }

    private static AccessError? RefuseWho(Caller by, TenantId tenant, string? person, UserId? user) =>
        person is null && user is null ? WhoIsIt
        : user != by.User && AccessDecision.Refuse(Permission.PeopleWrite, by.StandingIn(tenant), Noun.User) is { } weak ? weak
        : user is null ? AlertFields.NoMember
        : null;

    private async Task<Outcome<AlertId>> AddAsync(CallerWork write, TenantId tenant, UserId user, AlertValues values, CancellationToken cancel)
    {
        if ((await AlertFields.TopicsAsync(write.Work, tenant, user, values.Asked.Topics, cancel)).IsRefused(out var unknown, out var topics))
        {
            return await write.RefuseAsync(unknown);
        }

        var channel = values.Asked.Channel ?? AlertChannel.Mail;
        if (await RefuseAddressAsync(write, user, channel, cancel) is { } unproven)
        {
            return await write.RefuseAsync(unproven);
        }

        if (await CountAsync(write, tenant, user, cancel) >= options.MostAPerson)
        {
            return await write.RefuseAsync(
                new AccessError(AccessErrorCode.LimitReached, $"This person has {options.MostAPerson} alerts.", Noun.Alert)
            );
        }

        var alert = AlertId.New(write.Now);
        var id = alert.Value;
        await WriteAsync(write, tenant, id, user, channel, topics, values, cancel);
        await PlanAlerts.BeginHereAsync(write.Work, tenant, cancel);
        await ids.IssueAsync(write.Work, tenant, id, cancel, WireIdKind.AlertUuid);
        await write.CommitAsync(new AuditObject(Noun.Alert, id), Told(values, topics, channel), cancel);
        return alert;
    }

    internal async Task<AccessError?> RefuseAddressAsync(CallerWork write, UserId user, AlertChannel channel, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return await AlertAddress.FindAsync(write.Work, installation, user, (NotificationChannel)channel, cancel) is not null
            ? null
            : new AccessError(
                AccessErrorCode.Conflict,
                channel == AlertChannel.Mail ? "They have no e-mail address that is proven." : "They have no telephone number that is proven.",
                Noun.User
            );
    }

    private static Task<int> CountAsync(CallerWork write, TenantId tenant, UserId user, CancellationToken cancel) =>
        write.Work.FirstAsync(
            "select count(*)::int from alert where tenant_id = $1 and user_id = $2 and removed_at is null",
            row => row.GetInt32(0),
            [tenant.Value, user.Value],
            cancel
        );

    private static Task WriteAsync(
        CallerWork write,
        TenantId tenant,
        Guid id,
        UserId user,
        AlertChannel channel,
        AlertTopic[] topics,
        AlertValues values,
        CancellationToken cancel
    )
    {
        var quiet = values.Asked.Quiet is { } hours && hours.From != hours.Until ? hours : default(QuietHours?);
        return write.Work.DoAsync(
            """
            insert into alert (tenant_id, alert_id, user_id, channel, topics, sites, locks, quiet_from, quiet_until, urgent_passes, most_an_hour,
                created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8::time, $9::time, $10, $11::smallint, $12, $12)
            """,
            [
                tenant.Value,
                id,
                user.Value,
                (short)channel,
                topics.Select(topic => (short)topic).ToArray(),
                values.Sites ?? [],
                values.Locks ?? [],
                quiet?.From,
                quiet?.Until,
                values.Asked.UrgentPasses ?? true,
                (short?)values.Asked.MostAnHour,
                write.Now,
            ],
            cancel
        );
    }

    /// <summary>Without the person, who is in the row, and the address, which is in the account.</summary>
    internal static Dictionary<string, string> Told(AlertValues values, IReadOnlyList<AlertTopic>? topics, AlertChannel? channel)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("channel", channel?.ToString());
        Add("topics", topics is null ? null : string.Join(',', topics));
        Add("sites", values.Sites is { } sites ? $"{sites.Length}" : null);
        Add("locks", values.Locks is { } locks ? $"{locks.Length}" : null);
        Add("quiet", values.Asked.Quiet is { } quiet ? $"{quiet.From:HH:mm}-{quiet.Until:HH:mm}" : null);
        Add("urgentPasses", values.Asked.UrgentPasses is { } passes ? (passes ? "true" : "false") : null);
        Add("mostAnHour", values.Asked.MostAnHour is { } most ? $"{most}" : null);
        return told;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                told[name] = value;
            }
        }
    }
}
