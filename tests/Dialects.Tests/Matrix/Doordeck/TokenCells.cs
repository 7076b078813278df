using Latchwork.Dialects.Tests.Scenarios;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>5.3: where the credential is in the body the header means nothing.</summary>
internal sealed class TokenCells : DoordeckCells
{
    private const string LogIn = "POST /auth/token";
    private const string Register = "POST /auth/register";
    private const string Renew = "POST /auth/token/refresh";
    private const string LogOut = "POST /auth/token/destroy";
    private const string Verify = "PUT /account/email/verify";
    private const string Ask = "POST /account/password/reset/initialize";
    private const string Reset = "POST /account/password/reset/verify";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. BothSides("GET /time", Yes, WhoGroups.Everybody),
        // It is for nobody (11.5).
        .. BothSides("POST /device", Unknown, WhoGroups.Everybody),
        .. BothSides(LogIn, Yes, WhoGroups.Everybody),
        // Whose name it is has an account already.
        .. BothSides(Register, "409", WhoGroups.Everybody),
        // Codes of mails that nobody sent.
        .. BothSides(Verify, "400", WhoGroups.Everybody),
        .. BothSides(Ask, Done, WhoGroups.Everybody),
        // The token of the call is the refresh token; every other one is of the wrong kind.
        .. BothSides(Renew, NoToken, [.. WhoGroups.Everybody.Except([RefreshToken])]),
        .. BothSides(Renew, Yes, RefreshToken),
        .. BothSides(LogOut, NoToken, Strangers),
        // Its token names no session.
        .. BothSides(LogOut, "400", ApplicationManager),
        .. BothSides(LogOut, Done, Own),
        .. For(Known, "GET /platform/auth", Yes),
    ];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { LogOut };

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        row.Route switch
        {
            // Of somebody who is nobody else here: the oldest of very many log-ins end.
            LogIn => new("/auth/token", $$"""{"email":"{{DoordeckThings.GuestEmail(row.Side)}}","password":"{{LiveServer.Password}}"}"""),
            Register => new("/auth/register", $$"""{"email":"{{LiveServer.Account}}","password":"{{LiveServer.Password}}"}"""),
            Verify => new("/account/email/verify?code=nothing"),
            Ask => new("/account/password/reset/initialize", """{"email":"nobody@example.com"}"""),
            // A log-in of its own, so that the others last.
            LogOut when row.Answer == Done => new(PathOf(row)) { Bearer = await things.LogInAgainAsync(who) },
            _ => new(PathOf(row)),
        };
}
