using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Latchwork.Server.Hosting;

/// <summary>For load balancers and supervisors. Open to everybody, so they say up or down and nothing else (LG-3).</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Answer(isUp: true));
        routes.MapGet(
            "/health/ready",
            async (NpgsqlDataSource database, TimeProvider time, CancellationToken cancel) => Answer(await AnswersAsync(database, time, cancel))
        );
    }

    private static IResult Answer(bool isUp) =>
        Results.Text(isUp ? "up" : "down", "text/plain", statusCode: isUp ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private static async Task<bool> AnswersAsync(NpgsqlDataSource database, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(either.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            return false;
        }
    }
}
