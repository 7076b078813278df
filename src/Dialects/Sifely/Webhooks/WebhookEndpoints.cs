using System.Globalization;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Webhooks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Webhooks;

/// <summary>The webhook of the caller's API client (12.1): with its key; a token of the account may not. Replay is ours.</summary>
internal static class WebhookEndpoints
{
    public const string Json = "json";
    public const string Form = "form";

    private const string Route = "/client/webhook";
    private const int LongestUrl = 2000;

    public static void Map(DialectRoutes sifely)
    {
        sifely.Own("read webhook").MapGet(Route, ReadAsync);
        sifely.Own("set webhook").MapPost(Route, SetAsync);
        sifely.Own("remove webhook").MapDelete(Route, RemoveAsync);
        sifely.Own("test webhook").MapPost($"{Route}/test", TestAsync);
        sifely.Own("replay webhook").MapPost($"{Route}/replay", ReplayAsync);
    }

    private static Task<SifelyAnswer> ReadAsync(SifelyCaller caller, SifelyParameters given, WebhookQueries webhooks, CancellationToken cancel) =>
        given.ReadAsync(
            () => webhooks.OwnAsync(caller.Caller, SifelyWebhooks.FormatNumber, cancel),
            seen => WrappedBody<WebhookDetails>.Success(WebhookDetails.Of(seen)),
            SifelyJson.Wire.WrappedBodyWebhookDetails
        );

    private static Task<SifelyAnswer> SetAsync(SifelyCaller caller, SifelyParameters given, SetWebhook set, CancellationToken cancel)
    {
        var request = new WebhookRequest(
            given.RequiredText("url", LongestUrl).Trim(),
            IsForm(given),
            NotifyTypes(given),
            given.Text("secret", WebhookSecret.LongestText),
            YesOrNo(given, "enabled"),
            YesOrNo(given, "sendsCodes")
        );
        return given.MadeAsync(
            () => set.RunAsync(caller.Caller, SifelyWebhooks.FormatNumber, request, cancel),
            stored => WrappedBody<WebhookDetails>.Success(WebhookDetails.Of(stored.View, stored.Made)),
            SifelyJson.Wire.WrappedBodyWebhookDetails
        );
    }

    private static Task<SifelyAnswer> RemoveAsync(SifelyCaller caller, SifelyParameters given, RemoveWebhook remove, CancellationToken cancel) =>
        given.MadeAsync(
            () => remove.RunAsync(caller.Caller, SifelyWebhooks.FormatNumber, cancel),
            _ => WrappedBody<NoDetails>.Success(new NoDetails()),
            SifelyJson.Wire.WrappedBodyNoDetails
        );

    private static Task<SifelyAnswer> TestAsync(SifelyCaller caller, SifelyParameters given, TestWebhook test, CancellationToken cancel) =>
        given.MadeAsync(
            () => test.RunAsync(caller.Caller, SifelyWebhooks.FormatNumber, cancel),
            result => WrappedBody<WebhookTestResult>.Success(WebhookTestResult.Of(result)),
            SifelyJson.Wire.WrappedBodyWebhookTestResult
        );

    private static Task<SifelyAnswer> ReplayAsync(SifelyCaller caller, SifelyParameters given, ReplayParked replay, CancellationToken cancel) =>
        given.MadeAsync(
            () => replay.RunAsync(caller.Caller, SifelyWebhooks.FormatNumber, cancel),
            replayed => WrappedBody<WebhookReplay>.Success(new WebhookReplay(replayed)),
            SifelyJson.Wire.WrappedBodyWebhookReplay
        );

    private static bool? IsForm(SifelyParameters given)
    {
        switch (given.Text("format"))
        {
            case null:
                return null;
            case Json:
                return false;
            case Form:
                return true;
            default:
                given.Refuse(SifelyError.Invalid("'format' is json or form."));
                return null;
        }
    }

    /// <summary>As a JSON array, or with commas.</summary>
    private static IReadOnlyList<short>? NotifyTypes(SifelyParameters given)
    {
        if (given.Text("notifyTypes") is not { } text)
        {
            return null;
        }

        var types = new SortedSet<short>();
        foreach (var part in text.Trim().TrimStart('[').TrimEnd(']').Split(','))
        {
            if (!short.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out var type))
            {
                given.Refuse(SifelyError.Invalid("'notifyTypes' are numbers of notifications, such as 1,2."));
                return null;
            }

            types.Add(type);
        }

        return [.. types];
    }

    private static bool? YesOrNo(SifelyParameters given, string name)
    {
        switch (given.Text(name))
        {
            case null:
                return null;
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                given.Refuse(SifelyError.Invalid($"'{name}' is true or false."));
                return null;
        }
    }
}
