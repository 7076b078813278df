using Latchwork.Dialects.Tests.Matrix.Doordeck;
using Latchwork.Dialects.Tests.Matrix.Keyvox;
using Latchwork.Dialects.Tests.Matrix.Sifely;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>AZ-2, TN-4: every route, as the server maps it, times every kind of principal times two tenants.</summary>
public sealed class AuthorisationMatrixTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    /// <summary>Each wire has its own; one without fails.</summary>
    private static readonly IReadOnlyList<IWireMatrix> Matrices =
    [
        new NativeMatrix(),
        new DoordeckMatrix(),
        new SifelyMatrix(),
        new KeyvoxMatrix(),
        new GuestPageMatrix(),
    ];

    /// <summary>Whether something changed is looked up once for so many refused rows: it is a digest of all tables.</summary>
    private const int MostRefusedAtOnce = 12;

    private EndpointDataSource Endpoints => tenants.Server.Services.GetRequiredService<EndpointDataSource>();

    [Fact]
    public void Every_route_has_a_cell_for_every_principal_and_tenant()
    {
        var wanted = (
            from route in RouteTable.Of(Endpoints)
            from name in Matrices.FirstOrDefault(matrix => matrix.Surface == route.Act.Surface)?.NamesOf(route) ?? [route.Pattern]
            from side in Enum.GetValues<Side>()
            from who in WhoGroups.Everybody
            select (name, side, who)
        ).ToList();
        var cells = (from matrix in Matrices from row in matrix.Rows from who in row.Asked select (row.Route, row.Side, who)).ToList();

        Assert.Equal("", string.Join('\n', wanted.Except(cells)));
        Assert.Equal("", string.Join('\n', cells.Except(wanted)));
        Assert.Equal(cells.Count, cells.Distinct().Count());
    }

    [Fact]
    public void Every_route_says_what_it_does() => Assert.Empty(RouteTable.Undeclared(Endpoints));

    /// <summary>And whoever is refused has changed nothing; that they tried to is in the audit (AU-1).</summary>
    [Fact]
    public async Task Every_principal_gets_what_the_matrix_says()
    {
        var wrong = new List<string>();
        var refused = new List<(IWireMatrix Matrix, MatrixRow Row)>();
        var rows = Matrices.SelectMany(matrix => matrix.Rows.Select(row => (Matrix: matrix, Row: row)));
        foreach (var (matrix, row) in rows.OrderBy(of => of.Matrix.TurnOf(of.Row.Route)))
        {
            if (row.IsRefused)
            {
                refused.Add((matrix, row));
            }

            if (refused.Count == MostRefusedAtOnce || !row.IsRefused)
            {
                wrong.AddRange(await RefusedAsync(refused));
                refused.Clear();
            }

            if (!row.IsRefused)
            {
                wrong.AddRange(await AskAsync(matrix, row));
            }
        }

        wrong.AddRange(await RefusedAsync(refused));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task<List<string>> AskAsync(IWireMatrix matrix, MatrixRow row)
    {
        var wrong = new List<string>();
        foreach (var who in row.Asked)
        {
            var answer = await matrix.AskAsync(tenants, row, who);
            if (answer != row.Answer)
            {
                wrong.Add($"{row.Route} of {row.Side} asked by {who}: {answer}, not {row.Answer}");
            }
        }

        return wrong;
    }

    private async Task<List<string>> RefusedAsync(List<(IWireMatrix Matrix, MatrixRow Row)> refused)
    {
        if (refused.Count == 0)
        {
            return [];
        }

        foreach (var (matrix, row) in refused)
        {
            await matrix.PrepareAsync(tenants, row);
        }

        var wrong = new List<string>();
        var rows = await tenants.Stored.RowsAsync();
        foreach (var (matrix, row) in refused)
        {
            wrong.AddRange(await RefusedAsync(matrix, row));
        }

        var routes = string.Join(", ", refused.Select(one => $"{one.Row.Route} of {one.Row.Side}"));
        var changed = (await tenants.Stored.RowsAsync()).Except(rows, StringComparer.Ordinal);
        wrong.AddRange(changed.Select(table => $"one of these was refused and changed {table}: {routes}"));
        return wrong;
    }

    private async Task<List<string>> RefusedAsync(IWireMatrix matrix, MatrixRow row)
    {
        var recorded = await tenants.Stored.RefusalsAsync();
        var wrong = await AskAsync(matrix, row);
        var told = await tenants.Stored.RefusalsAsync() - recorded;
        var due = matrix.IsMutation(row.Route) && !row.IsBeforeTheAct ? row.Asked.Count : 0;
        if (told != due)
        {
            wrong.Add($"{row.Route} of {row.Side} was refused with {row.Answer}: {told} records, not {due}");
        }

        return wrong;
    }
}
