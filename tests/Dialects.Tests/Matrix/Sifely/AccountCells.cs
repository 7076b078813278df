using Latchwork.Dialects.Tests.Scenarios;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>2.1: the credential is in the body; the header means nothing.</summary>
internal sealed class LogInCells : SifelyCells
{
    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. BothSides("/system/smart/login", Yes, WhoGroups.Everybody)];

    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        ValueTask.FromResult<string?>($"{row.Route}?account={LiveServer.Account}&password={LiveServer.PasswordMd5}");
}

/// <summary>2.5: with the key itself; a token may not.</summary>
internal sealed class RollCells : SifelyCells
{
    private const string Roll = "/client/roll-token";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [.. BothSides(Roll, NoCredential, [.. Strangers, OwnerByToken]), .. BothSides(Roll, Yes, [.. HousePeople.Except([OwnerByToken]), Neighbour])];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Roll };

    /// <summary>A rolled key is of no use a second time, so on the second side the answer to the first counts.</summary>
    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        ValueTask.FromResult(row.Side == Side.Neighbours && row.Answer == Yes ? null : row.Route);
}
