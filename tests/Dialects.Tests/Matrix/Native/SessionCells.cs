using Latchwork.Operations.Ids;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>What is about the person who asks: their session and their account. No key is a person, and the side makes no difference.</summary>
internal sealed class SessionCells : NativeCells
{
    public const string LogOut = "DELETE /api/v1/session";

    private const string LogIn = "POST /api/v1/session";
    private const string Session = "GET /api/v1/session";
    private const string StepUp = "POST /api/v1/session/step-up";
    private const string Offer = "POST /api/v1/account/totp";
    private const string Confirm = "POST /api/v1/account/totp/confirm";
    private const string Remove = "DELETE /api/v1/account/totp";
    private const string Codes = "POST /api/v1/account/recovery-codes";
    private const string Password = "PUT /api/v1/account/password";

    /// <summary>Nobody here looks after the installation.</summary>
    private static readonly string[] Installation =
    [
        "GET /api/v1/installation",
        "GET /api/v1/installation/tenants",
        "GET /api/v1/installation/refusals",
        AddTenant,
        InviteOwner,
    ];

    private const string AddTenant = "POST /api/v1/installation/tenants";
    private const string InviteOwner = "POST /api/v1/installation/tenants/{id}/owner";
    private const string SifelyKey = "GET /api/v1/account/sifely-key";
    private const string MakeSifelyKey = "POST /api/v1/account/sifely-key";
    private const string EndSifelyKey = "DELETE /api/v1/account/sifely-key";

    private const string Forgotten = "POST /api/v1/account/password-reset";
    private const string Reset = "POST /api/v1/account/password-reset/confirm";
    private const string Verify = "POST /api/v1/account/email/verify";

    private const string AskPasskey = "POST /api/v1/session/passkey/options";
    private const string LogInByPasskey = "POST /api/v1/session/passkey";
    private const string AskToStepUp = "POST /api/v1/session/step-up/passkey/options";
    private const string StepUpByPasskey = "POST /api/v1/session/step-up/passkey";
    private const string Passkeys = "GET /api/v1/account/passkeys";
    private const string OfferPasskey = "POST /api/v1/account/passkeys/options";
    private const string AddPasskey = "POST /api/v1/account/passkeys";
    private const string RenamePasskey = "PATCH /api/v1/account/passkeys/{id}";
    private const string RemovePasskey = "DELETE /api/v1/account/passkeys/{id}";

    private const string Invalid = "400 invalid";
    private const string Conflict = "409 conflict";

    /// <summary>Where the rows send nothing that could be an act.</summary>
    public static readonly IReadOnlySet<string> RefusesUnread = new HashSet<string>(StringComparer.Ordinal)
    {
        LogIn,
        StepUp,
        Confirm,
        Password,
        Forgotten,
        Reset,
        Verify,
        AskPasskey,
        LogInByPasskey,
        StepUpByPasskey,
        AddPasskey,
    };

    /// <summary>With a second factor that their role needs.</summary>
    private static readonly Who[] Leaders = [ConsoleOwner, ConsoleNeighbour];

    private static readonly Who[] Others = [ConsoleOperator, ConsoleIntegrator, ConsoleAuditor, ConsoleWithoutFactor];

    public static readonly Who[] People = [.. Leaders, .. Others];

    private static readonly Who[] Keys = [.. HouseKeys, NativeKeyOfNeighbour];

    private static readonly Who[] BadKeys = [UnknownNativeKey, RevokedNativeKey];

    private static readonly Who[] Nobody = [.. WhoGroups.Everybody.Except([.. People, .. Keys, .. BadKeys, ConsoleLoggedOut])];

    public override bool IsPersonal => true;

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. BothSides(LogIn, Invalid, WhoGroups.Everybody),
        .. BothSides(Forgotten, Invalid, WhoGroups.Everybody),
        .. BothSides(Reset, Invalid, WhoGroups.Everybody),
        .. BothSides(Verify, Invalid, WhoGroups.Everybody),
        .. BothSides(AskPasskey, Invalid, WhoGroups.Everybody),
        .. BothSides(LogInByPasskey, Invalid, WhoGroups.Everybody),
        .. Personal(AskToStepUp, (Conflict, People)),
        .. Personal(StepUpByPasskey, (Invalid, People)),
        .. Personal(Passkeys, (Yes, People)),
        .. Personal(OfferPasskey, (Yes, People)),
        .. Personal(AddPasskey, (Invalid, People)),
        .. Personal(RenamePasskey, (Unknown, People)),
        .. Personal(RemovePasskey, (Unknown, People)),
        .. Personal(Session, (Yes, People)),
        .. Personal(StepUp, (Invalid, People)),
        .. Personal(Offer, (Yes, People)),
        .. Personal(Confirm, (Invalid, People)),
        .. Personal(Remove, (Conflict, Leaders), (Yes, Others)),
        .. Personal(Codes, (Yes, Leaders), (Conflict, Others)),
        .. Personal(Password, (Invalid, People)),
        .. Installation.SelectMany(route => Personal(route, (TooWeak, People))),
        .. Personal(SifelyKey, (Yes, People)),
        .. Personal(MakeSifelyKey, ("201", People)),
        .. Personal(EndSifelyKey, (Yes, People)),
        .. BothSides(LogOut, NoSession, Nobody),
        .. BothSides(LogOut, NoCredential, BadKeys),
        .. BothSides(LogOut, SessionEnded, ConsoleLoggedOut),
        .. BothSides(LogOut, "403 not-a-person", Keys),
        new(LogOut, Side.House, Yes, People),
        new(LogOut, Side.Neighbours, NoSession, People),
    ];

    /// <summary>The side's tenant; else a passkey that nobody has.</summary>
    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route == InviteOwner
            ? (
                await tenants.QueryAsync(
                    $"select wire_id from public_id where row_id = $1 and kind = {(int)WireIdKind.TenantUuid}",
                    tenants.TenantOf(row.Side).Value
                )
            )[0]
            : "00000000-0000-4000-8000-000000000000";

    public override Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        Task.FromResult<string?>(
            row.Route switch
            {
                AddTenant => """{"name":"Mine","timeZone":"Europe/London","ownerEmail":"me@example.com"}""",
                InviteOwner => """{"ownerEmail":"me@example.com"}""",
                RenamePasskey => """{"name":"Mine"}""",
                _ => RefusesUnread.Contains(row.Route) ? "{}" : null,
            }
        );

    /// <summary>Whoever is no person logged in, and these people.</summary>
    public static IEnumerable<MatrixRow> Personal(string route, params IReadOnlyList<(string Answer, Who[] Asked)> people) =>
        [
            .. BothSides(route, NoSession, Nobody),
            .. BothSides(route, NoCredential, BadKeys),
            .. BothSides(route, SessionEnded, ConsoleLoggedOut),
            .. BothSides(route, "403 not-a-person", Keys),
            .. people.SelectMany(some => BothSides(route, some.Answer, some.Asked)),
        ];
}
