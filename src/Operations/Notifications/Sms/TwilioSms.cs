using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Latchwork.Operations.Notifications.Sms;

/// <summary>
/// Hands short messages to a gateway that speaks Twilio's Messages resource of 2010-04-01: a form in, JSON out, the account's id and token as Basic
/// authentication. What the gateway has accepted counts as sent. It knows no repetition, so after a time-out somebody may get one twice.
/// </summary>
internal sealed class TwilioSms : ISmsSender, IDisposable
{
    private const int LongestAnswer = 64 << 10;

    /// <summary>Their numbers for what will be so for this telephone at any time: no number, no mobile one, asked not to be written to, landline.</summary>
    private static readonly HashSet<int> OfTheRecipient = [21211, 21214, 21217, 21407, 21421, 21610, 21614, 30003, 30004, 30005, 30006];

    private readonly HttpClient http;
    private readonly Uri messages;
    private readonly SmsOptions options;
    private readonly TimeProvider clock;

    public TwilioSms(SmsOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        messages = new Uri(options.Url, $"/2010-04-01/Accounts/{options.AccountSid}/Messages.json");
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            MaxResponseContentBufferSize = LongestAnswer,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var credentials = Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken}");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public async Task<SendFailure?> SendAsync(OutgoingSms sms, TimeSpan within, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        using var form = FormOf(sms);
        try
        {
            using var answer = await http.PostAsync(messages, form, either.Token);
            return Judge(answer.StatusCode, Read(await answer.Content.ReadAsByteArrayAsync(either.Token)));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return SendFailure.TimedOut;
        }
        catch (HttpRequestException broken)
        {
            cancel.ThrowIfCancellationRequested();
            return broken.HttpRequestError == HttpRequestError.SecureConnectionError ? SendFailure.Insecure : SendFailure.Unreachable;
        }
    }

    public void Dispose() => http.Dispose();

    private FormUrlEncodedContent FormOf(OutgoingSms sms) =>
        new([
            KeyValuePair.Create("To", sms.To),
            options.MessagingServiceSid is { } service
                ? KeyValuePair.Create("MessagingServiceSid", service)
                : KeyValuePair.Create("From", options.From!),
            KeyValuePair.Create("Body", sms.Text),
        ]);

    /// <summary>Accepted is 201 with a status that has not failed yet. All else can be mended by whoever runs the account, but for what is about the number.</summary>
    private static SendFailure? Judge(HttpStatusCode status, Told told) =>
        (int)status is >= 200 and < 300 && told.Status is not ("failed" or "undelivered" or "canceled") ? null
        : OfTheRecipient.Contains(told.Code ?? told.ErrorCode ?? 0) ? SendFailure.RecipientRefused
        : SendFailure.NotAccepted;

    private static Told Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, TwilioJson.Default.Told) ?? new Told(null, null, null);
        }
        catch (JsonException)
        {
            // What stands in front of the gateway may answer in its own words: the status says enough.
            return new Told(null, null, null);
        }
    }

    /// <param name="StatusOrNumber">Of a message that was taken: accepted, queued, sending, sent, failed and so on.</param>
    /// <param name="ErrorCode">Why that one failed.</param>
    /// <param name="Code">Why none was taken.</param>
    internal sealed record Told(
        [property: JsonPropertyName("status")] JsonElement? StatusOrNumber,
        [property: JsonPropertyName("error_code")] int? ErrorCode,
        [property: JsonPropertyName("code")] int? Code
    )
    {
        /// <summary>Of a problem the same member is the HTTP status, a number.</summary>
        [JsonIgnore]
        public string? Status => StatusOrNumber is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }
}

[JsonSerializable(typeof(TwilioSms.Told))]
internal sealed partial class TwilioJson : JsonSerializerContext;
