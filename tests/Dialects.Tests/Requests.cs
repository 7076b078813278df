using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests;

/// <summary>Requests without a network, for parts that only read them.</summary>
internal static class Requests
{
    public static HttpContext Of(string query = "", string? contentType = null, string body = "") =>
        Of(query, contentType, Encoding.UTF8.GetBytes(body));

    public static HttpContext Of(string query, string? contentType, byte[] body)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.QueryString = new QueryString(query);
        http.Request.ContentType = contentType;
        http.Request.Body = new MemoryStream(body);
        http.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(body.Length > 0));
        return http;
    }

    /// <summary>Runs an answer and gives the response back, its body read.</summary>
    public static async Task<(HttpContext Http, string Body)> ExecuteAsync(IResult answer, params object[] services)
    {
        var http = new DefaultHttpContext();
        var body = new MemoryStream();
        http.Response.Body = body;
        var collection = new ServiceCollection();
        foreach (var service in services)
        {
            collection.AddSingleton(service is TimeProvider ? typeof(TimeProvider) : service.GetType(), service);
        }

        http.RequestServices = collection.BuildServiceProvider();
        await answer.ExecuteAsync(http);
        return (http, Encoding.UTF8.GetString(body.ToArray()));
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
