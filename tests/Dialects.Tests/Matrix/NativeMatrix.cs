using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Matrix.Native;
using Latchwork.Domain.Audit;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>
/// What every principal gets from every route of our own API, written from its rules (AZ-2, AZ-3, TN-1; design, "Roles and scopes"), not from the
/// code. A cell is the HTTP status and, for a refusal, the code; for lists and new things it says whose they are. A key acts in its own tenant, within
/// its scopes; people have no credential of this wire. What is named and another tenant's is as if it were not; where the scope is missing for
/// anything of that kind in the key's own tenant, that is said before anything is looked for.
/// </summary>
internal sealed class NativeMatrix : IWireMatrix
{
    private const string SetUp = "POST /api/v1/set-up";
    private const string Accept = "POST /api/v1/invitations/accept";
    private const string Tenant = "GET /api/v1/tenant";
    private const string Document = "GET /api/v1/openapi.json";
    private const string Sites = "GET /api/v1/sites";
    private const string AddSite = "POST /api/v1/sites";
    private const string Drivers = "GET /api/v1/drivers";
    private const string Links = "GET /api/v1/links";
    private const string PairLink = "POST /api/v1/links";
    private const string Link = "GET /api/v1/links/{id}";
    private const string RemoveLink = "DELETE /api/v1/links/{id}";
    private const string Locks = "GET /api/v1/locks";
    private const string Lock = "GET /api/v1/locks/{id}";
    private const string Unlocking = "POST /api/v1/locks/{id}/unlock";
    private const string Locking = "POST /api/v1/locks/{id}/lock";
    private const string State = "GET /api/v1/locks/{id}/state";
    private const string EventTypes = "GET /api/v1/event-types";
    private const string EventSchema = "GET /api/v1/event-types/{type}/{version}";
    private const string Events = "GET /api/v1/events";
    private const string EventStream = "GET /api/v1/events/stream";
    private const string EventExport = "GET /api/v1/events/export";
    private const string MakePasscode = "POST /api/v1/passcodes";
    private const string Passcode = "GET /api/v1/passcodes/{id}";
    private const string ChangePasscode = "PATCH /api/v1/passcodes/{id}";
    private const string RevokePasscode = "DELETE /api/v1/passcodes/{id}";
    private const string RevealPasscode = "POST /api/v1/passcodes/{id}/reveal";
    private const string LockPasscodes = "GET /api/v1/locks/{id}/passcodes";
    private const string LockCards = "GET /api/v1/locks/{id}/cards";
    private const string LockFingerprints = "GET /api/v1/locks/{id}/fingerprints";
    private const string ReadersOf = "GET /api/v1/readers";
    private const string PlaceReader = "PATCH /api/v1/readers/{id}";
    private const string Lockers = "GET /api/v1/lockers";
    private const string Locker = "GET /api/v1/lockers/{id}";
    private const string ChangeLocker = "PATCH /api/v1/lockers/{id}";
    private const string OpenBox = "POST /api/v1/lockers/{id}/boxes/{number}/open";
    private const string Leases = "GET /api/v1/lockers/{id}/leases";
    private const string LeaseBox = "POST /api/v1/lockers/{id}/leases";
    private const string EndLease = "DELETE /api/v1/box-leases/{id}";
    private const string Clients = "GET /api/v1/api-clients";
    private const string AddClient = "POST /api/v1/api-clients";
    private const string LimitClient = "PUT /api/v1/api-clients/{id}/limits";
    private const string RevokeClient = "DELETE /api/v1/api-clients/{id}";

    private const string Site = "GET /api/v1/sites/{id}";
    private const string ChangeSite = "PATCH /api/v1/sites/{id}";
    private const string Units = "GET /api/v1/units";
    private const string AddUnit = "POST /api/v1/units";
    private const string Unit = "GET /api/v1/units/{id}";
    private const string ChangeUnit = "PATCH /api/v1/units/{id}";
    private const string ArchiveUnit = "DELETE /api/v1/units/{id}";
    private const string PlaceLocks = "PUT /api/v1/units/{id}/locks";
    private const string Plans = "GET /api/v1/plans";
    private const string AddPlan = "POST /api/v1/plans";
    private const string Plan = "GET /api/v1/plans/{id}";
    private const string ChangePlan = "PATCH /api/v1/plans/{id}";
    private const string ArchivePlan = "DELETE /api/v1/plans/{id}";
    private const string Stays = "GET /api/v1/reservations";
    private const string Book = "POST /api/v1/reservations";
    private const string Stay = "GET /api/v1/reservations/{id}";
    private const string ChangeStay = "PATCH /api/v1/reservations/{id}";
    private const string Cancel = "POST /api/v1/reservations/{id}/cancel";
    private const string CheckIn = "POST /api/v1/reservations/{id}/check-in";
    private const string CheckOut = "POST /api/v1/reservations/{id}/check-out";
    private const string Approve = "POST /api/v1/reservations/{id}/approve";
    private const string Refuse = "POST /api/v1/reservations/{id}/refuse";
    private const string EraseGuest = "DELETE /api/v1/reservations/{id}/guest";
    private const string Block = "POST /api/v1/blocks";
    private const string Free = "GET /api/v1/free-units";
    private const string AddKey = "POST /api/v1/hmac-keys";
    private const string RollKey = "POST /api/v1/hmac-keys/{id}/secret";
    private const string RuleKey = "PUT /api/v1/hmac-keys/{id}/rules";
    private const string AddToken = "POST /api/v1/integration-tokens";
    private const string Webhooks = "GET /api/v1/webhooks";
    private const string AddWebhook = "POST /api/v1/webhooks";
    private const string ChangeWebhook = "PUT /api/v1/webhooks/{id}";
    private const string RemoveWebhook = "DELETE /api/v1/webhooks/{id}";
    private const string TestWebhook = "POST /api/v1/webhooks/{id}/test";
    private const string ReplayWebhook = "POST /api/v1/webhooks/{id}/replay";
    private const string Alerts = "GET /api/v1/alerts";
    private const string AddAlert = "POST /api/v1/alerts";
    private const string ChangeAlert = "PATCH /api/v1/alerts/{id}";
    private const string RemoveAlert = "DELETE /api/v1/alerts/{id}";
    private const string AjarTime = "PUT /api/v1/locks/{id}/ajar-time";
    private const string RollWebhook = "POST /api/v1/webhooks/{id}/secret";
    private const string Attempts = "GET /api/v1/webhooks/{id}/attempts";

    private readonly NativeThings things = new();

    private readonly NativeRooms rooms = new();

    /// <summary>Nouns with a file of their own.</summary>
    private readonly NativeCells[] nouns;

    public NativeMatrix()
    {
        nouns = [new GrantCells(things), new UserCells(), new LockCells(things), new CardCells(), new DeviceCells(), new TenantCells(things)];
        Rows = [.. Others, .. nouns.SelectMany(noun => noun.Rows)];
    }

    public Surface Surface => Surface.Native;

    public IReadOnlyList<MatrixRow> Rows { get; }

    private static IReadOnlyList<MatrixRow> Others { get; } =
    [
        // KR-6: it works once; on a server that is set up nobody's token is one.
        .. BothSides(SetUp, NoCredential, WhoGroups.Everybody),
        // KR-5: the token is the credential, and here nobody has one.
        .. BothSides(Accept, NoCredential, WhoGroups.Everybody),
        // Its tenant is every key's to know.
        .. Own(Tenant, Shown, Hidden, HouseKeys),
        .. Own(Document, Yes, Yes, HouseKeys),
        .. Own(Sites, Shown, Hidden, Readers),
        .. Own(AddSite, MadeHere, MadeElsewhere, Builders),
        .. Own(Drivers, Yes, Yes, Readers),
        .. Own(Links, Shown, Hidden, Readers),
        .. Own(Locks, Shown, Hidden, Readers),
        // A link may be put on a site of its own tenant only; the scope is asked first.
        .. Named(PairLink, "201", Builders, weakIsToldFirst: true),
        .. Named(Link, Yes, Readers),
        .. Named(RemoveLink, Yes, Builders, weakIsToldFirst: true),
        .. Named(Lock, Yes, Readers),
        .. Named(Unlocking, Yes, [NativeKeyWithAll, NativeKeyOfOperator, NativeKeyToOpen]),
        .. Named(Locking, Yes, [NativeKeyWithAll, NativeKeyOfOperator]),
        .. Named(State, Yes, Readers),
        .. Own(EventTypes, Yes, Yes, HouseKeys),
        .. Own(EventSchema, Yes, Yes, HouseKeys),
        .. Named(Events, Yes, Readers),
        .. Named(EventStream, Yes, Readers),
        // An export is an act: that it was refused is recorded, and so what the key may is asked first.
        .. Named(EventExport, Yes, [NativeKeyWithAll, NativeKeyOfAuditor], weakIsToldFirst: true),
        // Who connects devices has nothing to do with codes.
        .. Named(MakePasscode, "201", Operators),
        .. Named(Passcode, Yes, StayReaders),
        .. Named(ChangePasscode, Yes, Operators),
        .. Named(RevokePasscode, Yes, Operators),
        .. Named(RevealPasscode, Yes, Operators),
        .. Named(LockPasscodes, Yes, StayReaders),
        .. Named(LockCards, Yes, StayReaders),
        .. Named(LockFingerprints, Yes, StayReaders),
        .. Own(ReadersOf, Shown, Hidden, Readers),
        .. Named(PlaceReader, Yes, Builders, weakIsToldFirst: true),
        .. Own(Lockers, Shown, Hidden, Readers),
        .. Named(Locker, Yes, Readers),
        .. Named(ChangeLocker, Yes, Builders),
        .. Named(OpenBox, Yes, Operators),
        .. Named(Leases, Yes, Readers),
        .. Named(LeaseBox, "201", Operators),
        .. Named(EndLease, Yes, Operators),
        .. Own(Clients, Shown, Hidden, [.. KeyKeepers, NativeKeyOfAuditor]),
        .. Own(AddClient, MadeHere, MadeElsewhere, KeyKeepers),
        .. Named(LimitClient, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Named(RevokeClient, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Named(Site, Yes, Readers),
        .. Named(ChangeSite, Yes, Builders),
        .. Own(Units, Shown, Hidden, Readers),
        .. Named(AddUnit, "201", Builders),
        .. Named(Unit, Yes, Readers),
        .. Named(ChangeUnit, Yes, Builders),
        .. Named(ArchiveUnit, Yes, Builders),
        .. Named(PlaceLocks, Yes, Builders),
        .. Own(Plans, Shown, Hidden, Readers),
        .. Named(AddPlan, "201", Builders),
        .. Named(Plan, Yes, Readers),
        .. Named(ChangePlan, Yes, Builders),
        .. Named(ArchivePlan, Yes, Builders),
        .. Own(Stays, Shown, Hidden, StayReaders),
        .. Named(Book, "201", Operators),
        .. Named(Stay, Yes, StayReaders),
        .. Named(ChangeStay, Yes, Operators),
        .. Named(Cancel, Yes, Operators),
        .. Named(CheckIn, Yes, Operators),
        .. Named(CheckOut, Yes, Operators),
        .. Named(Approve, Yes, Operators),
        .. Named(Refuse, Yes, Operators),
        // An erasure is more than the desk may do.
        .. Named(EraseGuest, Yes, [NativeKeyWithAll]),
        .. Named(Block, "201", Operators),
        .. Own(Free, Shown, Hidden, StayReaders),
        .. Own(AddKey, MadeHere, MadeElsewhere, KeyKeepers),
        .. Own(AddToken, MadeHere, MadeElsewhere, KeyKeepers),
        .. Named(RollKey, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Named(RuleKey, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Own(Webhooks, Shown, Hidden, [.. Builders, NativeKeyOfAuditor]),
        .. Own(AddWebhook, MadeHere, MadeElsewhere, Builders),
        .. Named(ChangeWebhook, Yes, Builders, weakIsToldFirst: true),
        .. Named(RemoveWebhook, Yes, Builders, weakIsToldFirst: true),
        .. Named(TestWebhook, Yes, Builders, weakIsToldFirst: true),
        .. Named(ReplayWebhook, Yes, Builders, weakIsToldFirst: true),
        .. Own(Alerts, Shown, Hidden, Readers),
        // Whoever connects devices may be told, and lets nobody else be told.
        .. Named(AddAlert, "201", Operators, weakIsToldFirst: true),
        .. Named(ChangeAlert, Yes, Operators, weakIsToldFirst: true),
        .. Named(RemoveAlert, Yes, Operators, weakIsToldFirst: true),
        .. Named(AjarTime, Yes, Builders),
        .. Named(RollWebhook, Yes, Builders, weakIsToldFirst: true),
        .. Named(Attempts, Yes, [.. Builders, NativeKeyOfAuditor], weakIsToldFirst: true),
    ];

    public IReadOnlyList<string> NamesOf(RouteRow route) => [$"{string.Join('|', route.Verbs)} {route.Pattern}"];

    public bool IsMutation(string route) => route == EventExport || !route.StartsWith("GET", StringComparison.Ordinal);

    private NativeCells? NounOf(MatrixRow row) => Array.Find(nouns, noun => noun.Has(row.Route));

    public Task PrepareAsync(TwoTenants tenants, MatrixRow row) =>
        NounOf(row) is { } noun
            ? noun.IdAsync(tenants, row)
            : row.Route switch
            {
                RemoveLink => things.SpareLinkAsync(tenants, row.Side),
                Clients or LimitClient or RevokeClient => things.ClientAsync(tenants, row.Side),
                Lockers or Locker or ChangeLocker or OpenBox or Leases or LeaseBox => things.Lockers.LockerAsync(tenants, row.Side),
                EndLease => things.Lockers.LeaseAsync(tenants, row.Side),
                Passcode or ChangePasscode or RevokePasscode or RevealPasscode => things.PasscodeAsync(tenants, row.Side),
                RollKey or RuleKey => things.HmacKeyAsync(tenants, row.Side),
                Webhooks or ChangeWebhook or RemoveWebhook or TestWebhook or ReplayWebhook or RollWebhook or Attempts => things.WebhookAsync(
                    tenants,
                    row.Side
                ),
                Alerts or ChangeAlert or RemoveAlert => things.AlertAsync(tenants, row.Side),
                _ => RoomOf(row) is null ? Task.CompletedTask : rooms.OfAsync(tenants, row.Side),
            };

    public async Task<string> AskAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var id = await IdAsync(tenants, row);
        var (verb, target, json) = await RequestAsync(tenants, row, who);
        var before = await CountAsync(tenants, row);
        var (status, body) = await tenants.SendAsync(verb, target, tenants.BearerOf(who), json);
        if (status is 200 or 201)
        {
            await UsedAsync(tenants, row);
        }

        return row.Route is EventStream or EventExport && status == 200 ? $"{status}"
            : JsonNode.Parse(body)!["code"] is { } code ? $"{status} {code}"
            : row.Route is AddSite or AddClient or AddKey or AddToken or AddWebhook
                ? $"{status} {(await CountAsync(tenants, row) > before ? "here" : "elsewhere")}"
            : NounOf(row)?.IsList(row.Route) == true
            || row.Route
                is Tenant
                    or Sites
                    or Links
                    or Locks
                    or Clients
                    or Units
                    or Plans
                    or Stays
                    or Free
                    or Webhooks
                    or Alerts
                    or ReadersOf
                    or Lockers
                ? $"{status} {(body.Contains(id, StringComparison.Ordinal) ? "shown" : "hidden")}"
            : $"{status}";
    }

    /// <summary>A request of the route about what is the side's, one that is good for whoever may.</summary>
    public async Task<(HttpMethod Verb, string Target, string? Json)> RequestAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var (verb, pattern) = row.Route.Split(' ') is [var first, var second] ? (first, second) : throw new ArgumentException(row.Route, nameof(row));
        var id = await IdAsync(tenants, row);
        var query = row.Route switch
        {
            Free => "?from=2031-01-01T00:00:00Z&until=2031-01-02T00:00:00Z",
            Events or EventExport => $"?lockIds={id}",
            EventStream => $"?lockIds={id}&follow=false",
            _ => "",
        };
        var target = pattern
            .Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{number}", "00-00", StringComparison.Ordinal)
            .Replace("{type}/{version}", "lock.unlock/1", StringComparison.Ordinal);
        target += query;
        return (new HttpMethod(verb), target, await BodyAsync(tenants, row, who));
    }

    /// <summary>What the route uses up is another one from now on.</summary>
    public async Task UsedAsync(TwoTenants tenants, MatrixRow row)
    {
        NounOf(row)?.Used(row);
        if (row.Route == RemoveLink)
        {
            things.ForgetSpareLink(row.Side);
        }
        else if (row.Route == EndLease)
        {
            things.Lockers.ForgetLease(row.Side);
        }
        else if (row.Route == RevokePasscode)
        {
            things.ForgetPasscode(row.Side);
        }
        else if (row.Route == RevokeClient)
        {
            things.ForgetClient(row.Side);
        }
        else if (row.Route is ArchiveUnit or ArchivePlan)
        {
            await rooms.AddSparesAsync(tenants, row.Side);
        }
        else if (row.Route is RemoveWebhook or TestWebhook)
        {
            // A test is sent once in a while to each.
            things.ForgetWebhook(row.Side);
        }
        else if (row.Route is Cancel or CheckIn or CheckOut or Approve or Refuse)
        {
            await rooms.AddStaysAsync(tenants, row.Side);
        }
        else if (row.Route is RemoveAlert)
        {
            things.ForgetAlert(row.Side);
        }
    }

    private async Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        NounOf(row) is { } noun
            ? await noun.IdAsync(tenants, row)
            : row.Route switch
            {
                Tenant => await things.TenantAsync(tenants, row.Side),
                Sites => await things.SiteAsync(tenants, row.Side),
                Links or Link => await things.LinkAsync(tenants, row.Side),
                RemoveLink => await things.SpareLinkAsync(tenants, row.Side),
                Clients or LimitClient or RevokeClient => await things.ClientAsync(tenants, row.Side),
                Lockers or Locker or ChangeLocker or OpenBox or Leases or LeaseBox => await things.Lockers.LockerAsync(tenants, row.Side),
                EndLease => await things.Lockers.LeaseAsync(tenants, row.Side),
                Passcode or ChangePasscode or RevokePasscode or RevealPasscode => await things.PasscodeAsync(tenants, row.Side),
                Site or ChangeSite => await things.SiteAsync(tenants, row.Side),
                RollKey or RuleKey => await things.HmacKeyAsync(tenants, row.Side),
                Webhooks or ChangeWebhook or RemoveWebhook or TestWebhook or ReplayWebhook or RollWebhook or Attempts => await things.WebhookAsync(
                    tenants,
                    row.Side
                ),
                Alerts or ChangeAlert or RemoveAlert => await things.AlertAsync(tenants, row.Side),
                AddAlert => await NativeThings.OwnerAsync(tenants, row.Side),
                ReadersOf or PlaceReader => await things.ReaderAsync(tenants, row.Side),
                _ => RoomOf(row) is { } which ? which(await rooms.OfAsync(tenants, row.Side)) : await things.LockAsync(tenants, row.Side),
            };

    /// <summary>What of a side's rooms a request names; null for requests that are not about rooms.</summary>
    private static Func<NativeRooms.Side, string>? RoomOf(MatrixRow row) =>
        row.Route switch
        {
            Units or Unit or ChangeUnit or PlaceLocks or Free or Book or Block or AddPlan => of => of.Unit,
            ArchiveUnit => of => of.SpareUnit,
            Plans or Plan or ChangePlan => of => of.Plan,
            ArchivePlan => of => of.SparePlan,
            Stays or Stay or ChangeStay or EraseGuest => of => of.Stay,
            Cancel => of => of.ToCancel,
            CheckIn => of => of.ToComeIn,
            CheckOut => of => of.ToLeave,
            Approve => of => of.ToApprove,
            Refuse => of => of.ToRefuse,
            _ => null,
        };

    private async Task<int> CountAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route switch
        {
            AddSite => await things.SitesAsync(tenants, row.Side),
            AddClient or AddKey or AddToken => await things.ClientsAsync(tenants, row.Side),
            AddWebhook => await things.WebhooksAsync(tenants, row.Side),
            _ => 0,
        };

    private async Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        NounOf(row) is { } noun
            ? await noun.BodyAsync(tenants, row)
            : row.Route switch
            {
                AddSite => """{"name":"Annex","timeZone":"Europe/London"}""",
                ChangeLocker => """{"boxes":[{"number":"00-00","name":"Left"}]}""",
                LeaseBox => things.Lockers.FreshLease(),
                AddClient => """{"name":"Rooms"}""",
                LimitClient => """{"callsPerMinute":100}""",
                ChangeSite or ChangeUnit => """{"name":"Renamed"}""",
                ChangePlan => """{"price":80}""",
                MakePasscode => $$"""{"lockIds":["{{await IdAsync(tenants, row)}}"],"name":"Ada"}""",
                ChangePasscode => """{"name":"Bo"}""",
                PlaceLocks => """{"lockIds":[]}""",
                AddUnit or AddPlan => $$"""{"siteId":"{{await things.SiteAsync(tenants, row.Side)}}","name":"One more"}""",
                ChangeStay => """{"guests":2}""",
                Book => $$"""{"units":[{"id":"{{await IdAsync(tenants, row)}}"}],"guest":{"name":"Ada"},{{rooms.FreshDay()}}}""",
                Block => $$"""{"unitIds":["{{await IdAsync(tenants, row)}}"],{{rooms.FreshDay()}}}""",
                AddKey => """{"name":"Desk","anyAddress":true,"scopes":["locks:read"]}""",
                AddToken => """{"name":"Zapier","scopes":["locks:read"]}""",
                RollKey => """{"overlapHours":1}""",
                RuleKey => """{"addresses":[]}""",
                AddWebhook or ChangeWebhook => NativeThings.WebhookBody,
                AddAlert => $$"""{"person":"{{await IdAsync(tenants, row)}}","topics":["jammed"]}""",
                ChangeAlert => """{"topics":["jammed","tampered"]}""",
                AjarTime => """{"seconds":120}""",
                PairLink => new JsonObject
                {
                    ["family"] = "simulator",
                    ["address"] = things.FreshAddress(),
                    ["name"] = "New",
                    ["siteId"] = await things.SiteAsync(tenants, row.Side),
                }.ToJsonString(),
                PlaceReader => new JsonObject { ["lockId"] = await things.LockAsync(tenants, row.Side) }.ToJsonString(),
                Accept => """{"token":"AAAA","password":"a long and quiet password"}""",
                SetUp => new JsonObject
                {
                    ["token"] = who == SetUpToken ? tenants.SecretOf(who) : "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA",
                    ["tenantName"] = "Mine",
                    ["timeZone"] = "Europe/London",
                    ["login"] = "me@example.com",
                    ["displayName"] = "Me",
                    ["password"] = "a long and quiet password",
                }.ToJsonString(),
                _ => null,
            };
}
