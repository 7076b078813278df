using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server.Tls;

internal static class AuthorityDownload
{
    /// <summary>Serves the certificate of our own authority, and nothing where the operator brought the certificate.</summary>
    public static void MapAuthorityDownload(this WebApplication app)
    {
        if (app.Services.GetService<CertificateSource>()?.AuthorityPem is { } pem)
            app.MapGet("/console/ca.pem", () => Results.Text(pem, "application/x-pem-file"));
    }
}
