using Latchwork.Dialects.Tests.Scenarios;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>2.1 to 2.4, 19.1: the credential is in the parameters; the header means nothing.</summary>
internal sealed class LogInCells : SifelyCells
{
    private const string Right = $"username={LiveServer.Account}&password={LiveServer.PasswordMd5}";

    private static readonly Dictionary<string, (string Query, string Answer)> Asked = new(StringComparer.Ordinal)
    {
        ["/system/smart/login"] = ($"account={LiveServer.Account}&password={LiveServer.PasswordMd5}", Yes),
        ["/system/smart/loginByGuest"] = (Right, Yes),
        ["/system/smart/oauthToken"] = ("client_id=x&grant_type=refresh_token&refresh_token=x", "401 10011"),
        ["/system/smart/authorize"] = ($"client_id=x&{Right}", Yes),
        ["/oauth2/token"] = ($"clientId=x&clientSecret=x&{Right}", Yes),
    };

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [.. Asked.SelectMany(asked => BothSides(asked.Key, asked.Value.Answer, WhoGroups.Everybody))];

    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        ValueTask.FromResult<string?>($"{row.Route}?{Asked[row.Route].Query}");
}

/// <summary>19.1: an application's own secret counts, and here is none; registration is off. One's own number is for whoever is known.</summary>
internal sealed class UserCells : SifelyCells
{
    private const string Number = "/v3/user/getUid";
    private const string NoClient = "200 10000";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. BothSides("/v3/user/register", "200 20002", WhoGroups.Everybody),
        .. BothSides("/v3/user/resetPassword", NoClient, WhoGroups.Everybody),
        .. BothSides("/v3/user/list", NoClient, WhoGroups.Everybody),
        .. BothSides("/v3/user/delete", NoClient, WhoGroups.Everybody),
        .. BothSides(Number, NoCredential, Strangers),
        .. BothSides(Number, Yes, [.. HousePeople, Neighbour]),
    ];

    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        ValueTask.FromResult<string?>($"{row.Route}?date={TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}");
}

/// <summary>2.5: with the key itself; a token may not.</summary>
internal sealed class RollCells : SifelyCells
{
    private const string Roll = "/client/roll-token";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [.. BothSides(Roll, NoCredential, [.. Strangers, OwnerByToken]), .. BothSides(Roll, Yes, [.. HousePeople.Except([OwnerByToken]), Neighbour])];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Roll };

    public override int Turn => 1;

    /// <summary>A rolled key is of no use a second time, so on the second side the answer to the first counts.</summary>
    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        ValueTask.FromResult(row.Side == Side.Neighbours && row.Answer == Yes ? null : row.Route);
}
