using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Latchwork.Server.Hosting;

/// <summary>For load balancers and supervisors. Open to everybody, so they say up or down and nothing else (LG-3).</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Answer(isUp: true));
        routes.MapGet(
            "/health/ready",
            async (DatabaseProbe database, CancellationToken cancel) => Answer(await database.AnswersAsync().WaitAsync(cancel))
        );
    }

    private static IResult Answer(bool isUp) =>
        Results.Text(isUp ? "up" : "down", "text/plain", statusCode: isUp ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
