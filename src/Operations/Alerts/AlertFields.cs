using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Users;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Alerts;

/// <summary>A request whose names were looked up: null is not asked for.</summary>
internal sealed record AlertValues(AlertRequest Asked, Guid[]? Sites, Guid[]? Locks);

/// <summary>Looks at what somebody wants to be told of: names are looked up before anything is held.</summary>
internal sealed class AlertFields(WireIdIndex index, Receivers receivers)
{
    private const int MostPlaces = 1000;
    private const int LongestName = 320;

    public static readonly AccessError NoMember = AccessError.NotFound(Noun.User);

    private static readonly AccessError NotTheirs = new(AccessErrorCode.NotAllowed, "This person may not know of that.", Noun.Alert);

    public async Task<Outcome<AlertValues>> ReadAsync(TenantId tenant, AlertRequest request, CancellationToken cancel)
    {
        if (Refuse(request) is { } invalid)
        {
            return invalid;
        }

        var sites = await RowsAsync(tenant, request.Sites, cancel);
        var locks = await RowsAsync(tenant, request.Locks, cancel);
        return request.Sites is not null && sites is null ? AccessError.NotFound(Noun.Site)
            : request.Locks is not null && locks is null ? AccessError.NotFound(Noun.Lock)
            : new AlertValues(request, sites, locks);
    }

    /// <param name="named">Their public UUID, or a name that they log in with; null: the caller.</param>
    /// <returns>Null where there is nobody of that name. Whether they are a member is for the transaction to say.</returns>
    public async Task<UserId?> PersonAsync(Caller by, string? named, CancellationToken cancel)
    {
        if (named is null)
        {
            return by.User;
        }

        if (Guid.TryParseExact(named, "D", out var uuid))
        {
            return await index.FindAsync(WireId.Uuid(WireIdKind.UserUuid, uuid), cancel) is { } row ? new UserId(row.Id) : null;
        }

        return named.Length <= LongestName && LoginName.Parse(named) is { Error: null, Value: var name }
            ? (await receivers.FindAsync(name, cancel))?.User
            : null;
    }

    /// <summary>
    /// What a person may be told in the tenant: what their role lets them know otherwise too. Without topics, those of a new one are all of them.
    /// </summary>
    public static async Task<Outcome<AlertTopic[]>> TopicsAsync(
        Work work,
        TenantId tenant,
        UserId person,
        IReadOnlyList<AlertTopic>? asked,
        CancellationToken cancel
    )
    {
        var role = await work.ListAsync(
            "select role from membership where tenant_id = $1 and user_id = $2 for share",
            row => (TenantRole)row.GetInt16(0),
            [tenant.Value, person.Value],
            cancel
        );
        if (role is not [var theirs])
        {
            return NoMember;
        }

        var may = theirs.Permissions();
        return asked is null ? Enum.GetValues<AlertTopic>().Where(topic => may.Contains(topic.Needs())).ToArray()
            : asked.Any(topic => !may.Contains(topic.Needs())) ? NotTheirs
            : asked.Distinct().Order().ToArray();
    }

    private static AccessError? Refuse(AlertRequest request) =>
        request.Topics is { Count: 0 } ? AccessError.Invalid("An alert has at least one topic.", Noun.Alert)
        : request.Topics?.Any(topic => !Enum.IsDefined(topic)) == true ? AccessError.Invalid("There is no such topic.", Noun.Alert)
        : request.Sites?.Count > MostPlaces || request.Locks?.Count > MostPlaces
            ? AccessError.Invalid($"An alert names at most {MostPlaces} places; none of them means all.", Noun.Alert)
        : request.MostAnHour is < 1 or > 60 ? AccessError.Invalid("An alert sends 1 to 60 messages an hour.", Noun.Alert)
        : null;

    private async Task<Guid[]?> RowsAsync(TenantId tenant, IReadOnlyList<WireId>? named, CancellationToken cancel) =>
        named is null ? null : await index.FindAllAsync(named, TenantSet.Of(tenant), cancel);
}
