using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Audit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>AZ-2: every route, as the server maps it, times every kind of principal times two tenants.</summary>
public sealed class AuthorisationMatrixTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    private static readonly IReadOnlyList<MatrixRow> Rows = SifelyMatrix.Rows;

    /// <summary>Wires whose cells are not written yet (docs/deviations.md). A wire that stands here is not proven by this matrix.</summary>
    private static readonly Surface[] WithoutMatrix = [Surface.Native];

    private static readonly IReadOnlyList<(string Route, Side Side, Who Who)> Cells =
    [
        .. from row in Rows from who in row.Asked select (row.Route, row.Side, who),
    ];

    [Fact]
    public void Every_route_has_a_cell_for_every_principal_and_tenant()
    {
        var wanted = from route in Routes() from side in Enum.GetValues<Side>() from who in Enum.GetValues<Who>() select (route, side, who);

        Assert.Equal("", string.Join('\n', wanted.Except(Cells)));
        Assert.Equal("", string.Join('\n', Cells.Except(wanted)));
        Assert.Equal(Cells.Count, Cells.Distinct().Count());
    }

    [Fact]
    public void Every_route_says_what_it_does() =>
        Assert.Empty(RouteTable.Undeclared(tenants.Server.Services.GetRequiredService<EndpointDataSource>()));

    [Fact]
    public async Task Every_principal_gets_what_the_matrix_says()
    {
        var wrong = new List<string>();
        foreach (var row in Rows)
        {
            foreach (var who in row.Asked)
            {
                var answer = await AskAsync(row, who);
                if (answer != row.Answer)
                {
                    wrong.Add($"{row.Route} of {row.Side} asked by {who}: {answer}, not {row.Answer}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task<string> AskAsync(MatrixRow row, Who who)
    {
        var door = row.Side == Side.House ? tenants.HouseLock : tenants.NeighbourLock;
        var target = row.Route switch
        {
            "/system/smart/login" => $"{row.Route}?account={LiveServer.Account}&password={LiveServer.PasswordMd5}",
            "/v3/key/list" or "/v3/lock/list" => $"{row.Route}?pageSize=1000",
            // A rolled key is of no use a second time, so on the second side the answer to the first counts.
            "/client/roll-token" when row.Side == Side.Neighbours && row.Answer == "200" => "",
            var route => $"{route}?lockId={door}",
        };
        if (target.Length == 0)
        {
            return row.Answer;
        }

        var (status, body) = await tenants.SendAsync(HttpMethod.Post, target, tenants.AuthorizationOf(who));
        var told = JsonNode.Parse(body)!;
        return (int?)told["code"] is { } code && code != 200 ? $"{status} {code}"
            : row.Route.EndsWith("/list", StringComparison.Ordinal) && !row.Route.Contains("Record", StringComparison.Ordinal)
                ? $"{status} {(told["list"]!.AsArray().Any(item => (long)item!["lockId"]! == door) ? "shown" : "hidden")}"
            : $"{status}";
    }

    private IEnumerable<string> Routes() =>
        RouteTable
            .Of(tenants.Server.Services.GetRequiredService<EndpointDataSource>())
            .Where(row => !WithoutMatrix.Contains(row.Act.Surface))
            .Select(row => row.Pattern);
}
