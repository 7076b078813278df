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
/// its scopes, and so do people at the console within their role; nobody else has a credential of this wire. What is named and another tenant's is as if it were not; where the scope is missing for
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
    private const string Queues = "GET /api/v1/link-queues";
    private const string PairLink = "POST /api/v1/links";
    private const string Link = "GET /api/v1/links/{id}";
    private const string RemoveLink = "DELETE /api/v1/links/{id}";
    private const string Locks = "GET /api/v1/locks";
    private const string Activity = "GET /api/v1/lock-activity";
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

    private const string Site = "GET /api/v1/sites/{id}";
    private const string ChangeSite = "PATCH /api/v1/sites/{id}";
    private const string AjarTime = "PUT /api/v1/locks/{id}/ajar-time";

    private readonly NativeThings things = new();

    /// <summary>Nouns with a file of their own.</summary>
    private readonly NativeCells[] nouns;

    public NativeMatrix()
    {
        nouns =
        [
            new GrantCells(things),
            new UserCells(),
            new LockCells(things),
            new GroupCells(things),
            new EventCells(things),
            new VerificationCells(),
            new PlanCells(things),
            new CardCells(),
            new ImportCells(),
            new PasscodeListCells(things),
            new FingerprintCells(things),
            new DeviceCells(),
            new TenantCells(things),
            new LockerCells(things),
            new RoomCells(things),
            new ClientCells(things),
            new WebhookCells(things),
            new AlertCells(things),
            new SessionCells(),
            new ApplicationCells(),
        ];
        Rows =
        [
            .. Others.Concat(OfTenants(nouns)).Select(WithPeople),
            .. PeopleElse,
            .. ConsoleRows(),
            .. nouns.Where(noun => noun.IsPersonal).SelectMany(noun => noun.Rows),
        ];
    }

    /// <summary>What is a tenant's, and not a person's own.</summary>
    private static IEnumerable<MatrixRow> OfTenants(IEnumerable<NativeCells> nouns) =>
        nouns.Where(noun => !noun.IsPersonal).SelectMany(noun => noun.Rows);

    /// <summary>People at the console get what a key with their role's scopes gets.</summary>
    private static MatrixRow WithPeople(MatrixRow row) =>
        row.Route is SetUp or Accept
            ? row
            : row with
            {
                Asked = [.. row.Asked, .. row.Asked.Where(LikeKeys.ContainsKey).Select(who => LikeKeys[who]).Where(who => !IsElse(row, who))],
            };

    /// <summary>Whoever may be told of something is asked which of theirs it is, and a key has none: so it hears first that it may not.</summary>
    private static readonly MatrixRow[] PeopleElse =
    [
        new(AlertCells.Change, Side.Neighbours, Unknown, ConsoleIntegrator),
        new(AlertCells.Remove, Side.Neighbours, Unknown, ConsoleIntegrator),
    ];

    private static bool IsElse(MatrixRow row, Who who) =>
        Array.Exists(PeopleElse, other => other.Route == row.Route && other.Side == row.Side && other.Asked.Contains(who));

    /// <summary>And nothing while they lack the second factor that their role needs, or after they have logged out.</summary>
    private IEnumerable<MatrixRow> ConsoleRows() =>
        from route in Others.Concat(OfTenants(nouns)).Select(row => row.Route).Distinct()
        where route is not SetUp and not Accept
        from row in BothSides(route, "403 second-factor-missing", ConsoleWithoutFactor).Concat(BothSides(route, SessionEnded, ConsoleLoggedOut))
        select row;

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
        .. Own(Queues, Shown, Hidden, Readers),
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
        // A page asks for many: what is none of the key's is left out.
        .. Own(Activity, Shown, Hidden, Readers),
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
        .. Named(Site, Yes, Readers),
        .. Named(ChangeSite, Yes, Builders),
        .. Named(AjarTime, Yes, Builders),
    ];

    public IReadOnlyList<string> NamesOf(RouteRow route) => [$"{string.Join('|', route.Verbs)} {route.Pattern}"];

    public bool IsMutation(string route) =>
        !SessionCells.RefusesUnread.Contains(route)
        && route != ImportCells.Preview
        && (route == EventExport || !route.StartsWith("GET", StringComparison.Ordinal));

    /// <summary>Log-out ends the sessions that the other rows need.</summary>
    public int TurnOf(string route) => route == SessionCells.LogOut ? 1 : 0;

    private NativeCells? NounOf(MatrixRow row) => Array.Find(nouns, noun => noun.Has(row.Route));

    public Task PrepareAsync(TwoTenants tenants, MatrixRow row) =>
        NounOf(row) is { } noun
            ? noun.IdAsync(tenants, row)
            : row.Route switch
            {
                RemoveLink => things.SpareLinkAsync(tenants, row.Side),
                Passcode or ChangePasscode or RevokePasscode or RevealPasscode => things.PasscodeAsync(tenants, row.Side),
                _ => Task.CompletedTask,
            };

    public async Task<string> AskAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var id = await IdAsync(tenants, row);
        var (verb, target, json) = await RequestAsync(tenants, row, who);
        var before = await CountAsync(tenants, row);
        var (status, body) = await tenants.SendNativeAsync(who, verb, target, json);
        if (status is 200 or 201)
        {
            Used(row);
        }

        return status == 200
            && (row.Route is EventStream or EventExport or ImportCells.Template || row.Route.EndsWith("/plan", StringComparison.Ordinal))
                ? $"{status}"
            : JsonNode.Parse(body)!["code"] is { } code ? $"{status} {code}"
            : before is { } count ? $"{status} {(await CountAsync(tenants, row) > count ? "here" : "elsewhere")}"
            : NounOf(row)?.IsList(row.Route) == true || row.Route is Tenant or Sites or Links or Queues or Locks or ReadersOf or Activity
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
            Events or EventExport or Activity => $"?lockIds={id}",
            EventStream => $"?lockIds={id}&follow=false",
            _ => "",
        };
        var target = pattern.Replace("{id}", id, StringComparison.Ordinal).Replace("{type}/{version}", "lock.unlock/1", StringComparison.Ordinal);
        target = NounOf(row) is { } noun ? await noun.FillAsync(tenants, row, target) : target + query;
        return (new HttpMethod(verb), target, await BodyAsync(tenants, row, who));
    }

    /// <summary>What the route uses up is another one from now on.</summary>
    public void Used(MatrixRow row)
    {
        NounOf(row)?.Used(row);
        if (row.Route == RemoveLink)
        {
            things.ForgetSpareLink(row.Side);
        }
        else if (row.Route == RevokePasscode)
        {
            things.ForgetPasscode(row.Side);
        }
    }

    private async Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        NounOf(row) is { } noun
            ? await noun.IdAsync(tenants, row)
            : row.Route switch
            {
                Tenant => await things.TenantAsync(tenants, row.Side),
                Sites or Site or ChangeSite => await things.SiteAsync(tenants, row.Side),
                Links or Queues or Link => await things.LinkAsync(tenants, row.Side),
                RemoveLink => await things.SpareLinkAsync(tenants, row.Side),
                Passcode or ChangePasscode or RevokePasscode or RevealPasscode => await things.PasscodeAsync(tenants, row.Side),
                ReadersOf or PlaceReader => await things.ReaderAsync(tenants, row.Side),
                _ => await things.LockAsync(tenants, row.Side),
            };

    /// <summary>How many of what the route makes the side has; null for every other route.</summary>
    private async Task<int?> CountAsync(TwoTenants tenants, MatrixRow row) =>
        NounOf(row) is { } noun ? await noun.CountAsync(tenants, row)
        : row.Route == AddSite ? await things.SitesAsync(tenants, row.Side)
        : null;

    private async Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        NounOf(row) is { } noun
            ? await noun.BodyAsync(tenants, row)
            : row.Route switch
            {
                AddSite => """{"name":"Annex","timeZone":"Europe/London"}""",
                ChangeSite => """{"name":"Renamed"}""",
                MakePasscode => $$"""{"lockIds":["{{await IdAsync(tenants, row)}}"],"name":"Ada"}""",
                ChangePasscode => """{"name":"Bo"}""",
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
