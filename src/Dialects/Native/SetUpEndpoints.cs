using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native;

/// <summary>The first tenant, its owner and its first key, for whoever holds the token of the first start (KR-6).</summary>
internal static class SetUpEndpoints
{
    public static void Map(DialectRoutes native) =>
        native.SetUp(because: "The set-up token in the body is the credential.").MapPost($"{NativeDialect.Root}/set-up", SetUpAsync);

    private static async Task<NativeAnswer> SetUpAsync(
        HttpContext http,
        NativeInput given,
        CompleteSetUp setUp,
        Callers callers,
        TenantQueries tenants,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.SetUpBody);
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!LogInTransport.IsSafe(http))
        {
            return NativeErrors.UnsafeSetUp;
        }

        var request = new TenantRequest(body!.TenantName, body.TimeZone, body.Login, body.DisplayName, body.Password);
        var from = RequestOrigins.Of(http);
        if ((await setUp.RunAsync(body.Token, request, from, cancel)).IsRefused(out var error, out var founded))
        {
            return error;
        }

        var seen = await FindAsync(callers, tenants, founded, from, cancel);
        return seen.IsRefused(out var lost, out var tenant)
            ? lost
            : NativeAnswer.Created($"{NativeDialect.Root}/tenant", new SetUpDoneBody(tenant.Id, founded.NativeKey), NativeJson.Wire.SetUpDoneBody);
    }

    private static async Task<Outcome<SeenTenant>> FindAsync(
        Callers callers,
        TenantQueries tenants,
        FoundedTenant founded,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        var found = await callers.AuthenticateAsync(founded.NativeKey, Surface.Native, from, cancel);
        return found.IsRefused(out var error, out var key) ? error : await tenants.FindAsync(key, founded.Tenant, cancel);
    }
}
