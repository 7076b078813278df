using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.GuestPages;

/// <summary>What this dialect does around its pages: nobody has to say who they are, for the link says enough.</summary>
internal sealed class GuestPagesEdge(GuestLimits limits) : IDialect
{
    public IReadOnlyList<string> Roots { get; } = [GuestPagesDialect.Root, GuestPagesDialect.TileRoot];

    public IReadOnlyCollection<string> Origins => [];

    public bool SentCredential(HttpContext http) => false;

    public Task AdmitAsync(HttpContext http, RouteAct act, RequestDelegate handler) =>
        limits.RefuseMisses(RequestOrigins.Of(http)) is { } refusal ? WriteErrorAsync(http, refusal) : handler(http);

    public Task WriteErrorAsync(HttpContext http, AccessError error) => GuestPageAnswer.Refused(GuestPagesErrors.Of(error)).ExecuteAsync(http);

    public Task WriteFaultAsync(HttpContext http, EdgeFault fault) => GuestPageAnswer.Refused(GuestPagesErrors.Of(fault)).ExecuteAsync(http);
}
