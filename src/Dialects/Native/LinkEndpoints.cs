using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native;

/// <summary>Connections to hardware, and the families of it that this server speaks.</summary>
internal static class LinkEndpoints
{
    private const string Links = $"{NativeDialect.Root}/links";

    public static void Map(DialectRoutes native)
    {
        native.Needs(Permission.LinksRead, Noun.Link).MapGet($"{NativeDialect.Root}/drivers", DriversAsync);
        native.Needs(Permission.LinksRead, Noun.Link).MapGet(Links, ListAsync);
        native.Needs(Permission.LinksWrite, Noun.Link).MapPost(Links, PairAsync);
        native.Needs(Permission.LinksRead, Noun.Link).MapGet($"{Links}/{{id}}", FindAsync);
        native.Needs(Permission.LinksWrite, Noun.Link).MapDelete($"{Links}/{{id}}", RemoveAsync);
    }

    private static async Task<NativeAnswer> DriversAsync(NativeCaller caller, NativeInput given, DriverQueries drivers, CancellationToken cancel)
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await drivers.ListAsync(caller.Caller, caller.Tenant, cancel);
        return found.IsRefused(out var error, out var families)
            ? error
            : NativeAnswer.Body(
                new ListBody<DriverBody>(
                    [.. families.Select(f => new DriverBody(f.Family, f.AddressForm, f.TakesSecret))],
                    1,
                    families.Length,
                    families.Length
                ),
                NativeJson.Wire.ListBodyDriverBody
            );
    }

    private static async Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, LinkQueries links, CancellationToken cancel)
    {
        var page = given.Page();
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await links.ListAsync(caller.Caller, caller.Tenant, page, cancel);
        return found.IsRefused(out var error, out var seen)
            ? error
            : NativeAnswer.Body(seen.Body(page, LinkBody.Of), NativeJson.Wire.ListBodyLinkBody);
    }

    private static async Task<NativeAnswer> PairAsync(
        NativeCaller caller,
        NativeInput given,
        PairLink pair,
        WireIdIndex ids,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.PairLinkBody);
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var site = body!.SiteId is { } named ? NativeInput.Id(WireIdKind.SiteUuid, named) : (WireId?)null;
        var request = new PairLinkRequest(body.Family, body.Address, body.Name, body.Secret, site);
        if ((await pair.RunAsync(caller.Caller, caller.Tenant, request, cancel)).IsRefused(out var error, out var link))
        {
            return error;
        }

        var id = await ids.OfRowAsync(caller.Tenant, link.Value, WireIdKind.LinkUuid, cancel);
        return NativeAnswer.Created($"{Links}/{id}", new MadeBody(id), NativeJson.Wire.MadeBody);
    }

    private static async Task<NativeAnswer> FindAsync(string id, NativeCaller caller, NativeInput given, LinkQueries links, CancellationToken cancel)
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await links.FindAsync(caller.Caller, NativeInput.Id(WireIdKind.LinkUuid, id), cancel);
        return found.IsRefused(out var error, out var seen) ? error : NativeAnswer.Body(LinkDetailBody.Of(seen), NativeJson.Wire.LinkDetailBody);
    }

    private static async Task<NativeAnswer> RemoveAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RemoveLink remove,
        CancellationToken cancel
    )
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var removed = await remove.RunAsync(caller.Caller, NativeInput.Id(WireIdKind.LinkUuid, id), cancel);
        return removed.IsRefused(out var error, out var left)
            ? error
            : NativeAnswer.Body(new RemovedLinkBody(left.Locks, left.CodesLeft), NativeJson.Wire.RemovedLinkBody);
    }
}
