using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Latchwork.Domain.Webhooks;

namespace Latchwork.Operations.Webhooks.Sending;

/// <summary>
/// Posts to addresses that strangers chose (WH-2 … WH-4). The name is looked up for every try, all of its addresses are judged, and a connection goes to
/// one of those and nowhere else; one kept from an earlier try went to an address that was judged then. Nothing is followed, no proxy asked, no cookie kept,
/// no certificate fetched on a server's word, and no answer read beyond 16 KiB.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private const int LongestAnswerKiB = 16;
    private const string Agent = "Latchwork";

    private static readonly HttpRequestOptionsKey<IReadOnlyList<IPAddress>> Judged = new("judged addresses");

    private readonly WebhookOptions options;
    private readonly TargetRules rules;
    private readonly IHostResolver resolver;
    private readonly HttpMessageInvoker http;

    public WebhookSender(WebhookOptions options, IHostResolver resolver)
    {
        (this.options, this.resolver) = (options, resolver);
        rules = new TargetRules(options);
        http = new HttpMessageInvoker(NewHandler(options));
    }

    /// <summary>Whether the target may be called now; asked when one is set up, and again for every try.</summary>
    public async Task<bool> MayReachAsync(Uri target, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.ConnectWithin);
        try
        {
            return rules.Permits(target, await AddressesAsync(target, limit.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <param name="within">The format's limit; the installation's holds too.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; it may have arrived.</exception>
    public async Task<SendResult> SendAsync(OutgoingWebhook outgoing, TimeSpan within, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(within < options.AnswerWithin ? within : options.AnswerWithin);
        int? status = null;
        AttemptFailure failure;
        try
        {
            (status, failure) = await TryAsync(outgoing, limit.Token);
        }
        catch (Exception broken) when (FailureOf(broken) is { } known && !cancel.IsCancellationRequested)
        {
            failure = known;
        }

        return new SendResult(status, failure, TimeProvider.System.GetElapsedTime(began));
    }

    public void Dispose() => http.Dispose();

    private async Task<(int? Status, AttemptFailure Failure)> TryAsync(OutgoingWebhook outgoing, CancellationToken cancel)
    {
        var addresses = await AddressesAsync(outgoing.Target, cancel);
        if (addresses.Count == 0)
        {
            return (null, AttemptFailure.NoAddress);
        }

        if (!rules.Permits(outgoing.Target, addresses))
        {
            return (null, AttemptFailure.TargetRefused);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, outgoing.Target) { Content = new ByteArrayContent(outgoing.Body.Bytes) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(outgoing.Body.ContentType);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(Agent, "1"));
        request.Options.Set(Judged, addresses);
        foreach (var (name, value) in outgoing.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        // The head is the answer. What follows is drained by the handler, within its limits, when the response is let go.
        using var response = await http.SendAsync(request, cancel);
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? AttemptFailure.None : AttemptFailure.NotAccepted);
    }

    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(Uri target, CancellationToken cancel)
    {
        var host = TargetRules.HostOf(target);
        return IPAddress.TryParse(host, out var address) ? [address] : await resolver.ResolveAsync(host, cancel);
    }

    private static SocketsHttpHandler NewHandler(WebhookOptions options) =>
        new()
        {
            ConnectCallback = ConnectAsync,
            ConnectTimeout = options.ConnectWithin,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = LongestAnswerKiB,
            MaxResponseDrainSize = LongestAnswerKiB * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = ChainPolicy(options) },
        };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        context.InitialRequestMessage.Options.TryGetValue(Judged, out var addresses);
        SocketException? refused = null;
        foreach (var address in addresses ?? [])
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                refused = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw refused ?? new SocketException((int)SocketError.HostNotFound);
    }

    // A certificate may name addresses to fetch its issuers and revocations from: the server that sent it would choose whom we call.
    private static X509ChainPolicy ChainPolicy(WebhookOptions options)
    {
        var policy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        policy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        if (options.Authorities is { } file)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPemFile(file);
            using var roots = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            policy.CustomTrustStore.AddRange(roots.Certificates);
        }

        return policy;
    }

    private static AttemptFailure? FailureOf(Exception broken) =>
        broken switch
        {
            OperationCanceledException => AttemptFailure.TimedOut,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => AttemptFailure.Tls,
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
                AttemptFailure.NoConnection,
            HttpRequestException or IOException => AttemptFailure.Broken,
            _ => null,
        };
}
