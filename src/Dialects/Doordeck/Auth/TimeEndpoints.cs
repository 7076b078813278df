using Latchwork.Dialects.Doordeck.Wire;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Auth;

/// <summary>Clients ask for the time at their start and every 15 minutes, and shift the times of signed operations by the difference (5.3).</summary>
internal static class TimeEndpoints
{
    public static void Map(DialectRoutes doordeck) =>
        doordeck.Public("time", because: "The time is no secret, and clients ask for it before they log in.").MapGet("/time", Now);

    private static DoordeckAnswer Now(TimeProvider clock) =>
        DoordeckAnswer.Body(new TimeBody(clock.GetUtcNow().ToUnixTimeMilliseconds()), DoordeckJson.Wire.TimeBody);
}

/// <param name="Now">Milliseconds since 1970: the one place where this wire has no seconds (3).</param>
internal sealed record TimeBody(long Now);
