using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Keyvox.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>HM-3, HM-10: the vectors of keyvox.md 2.7, and the header by its grammar.</summary>
public sealed class SigningVectorTests
{
    private const string Secret = "KVXDEMO-secret-0123456789abcdefghijklmnopqrs";
    private const string Date = "Thu, 01 Jan 2026 00:00:00 GMT";
    private const string Usual = "date request-line digest";

    [Theory]
    [InlineData("/api/eagle-pms/v1/getUnits", "{}", Usual, "U3Fth+nUU/Rz/g56bkD7aEIj9riv32Xr3CnBPulONhk=")]
    [InlineData(
        "/api/eagle-pms/v1/createLockPin",
        """{"unitId":"5dc02d9557a9445018f12998","pinCode":"123456","sTime":"1767225600","eTime":"1767312000","targetName":"山田太郎"}""",
        Usual,
        "Mr1NH/ZMbWcAK+zg5j9UmGrIeLHqq4DGRi0ywX3v+sk="
    )]
    [InlineData(
        "/v1/createLockPin",
        """{"lockId":"LOCK_ID","pin":"123456","startDate":1735689600,"endDate":1735776000}""",
        "x-target-host date digest",
        "WEJ1SdkIFO4itijeB/Md1WB1axX5tFjSLbWgeSToCZ8="
    )]
    [InlineData(
        "/api/eagle-pms/v1/getLockStatus?lockId=555BF973335E616F",
        """{"lockId":"000D6F11134E5DA7"}""",
        Usual,
        "7KdEFZoc5tTp+7oFPFd3vZHLF0GiLauou5a4MPxGpFU="
    )]
    [InlineData(
        "/api/eagle-pms/v1/getLockStatus?lockId=555BF973335E616F",
        """{"lockId":"000D6F11134E5DA7"}""",
        Usual,
        "NpNMMPhzntfznJjr7arstrpSV5OO9UATIztH8aVUNDQ="
    )]
    [InlineData(
        "/api/eagle-pms/bacsorder/cancel",
        """{"placeId":"5de0cbc9bb2f0c745b39ce00","orderId":"QUPHLLMCI"}""",
        Usual,
        "0LMBlOJN12v2BCtMDXdfQa9ShXbw7q78IYOKs7pW6c4="
    )]
    public void Signatures_of_the_specification_are_among_those_that_fit(string target, string body, string headers, string signature)
    {
        var texts = SigningTexts.Of(Request(target, body), headers.Split(' '), prefix: "")!;

        Assert.Contains(signature, texts.Select(text => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), text))));
    }

    [Theory]
    [InlineData("date host digest")]
    [InlineData("date  digest")]
    [InlineData("date digest date")]
    [InlineData("date digest Date")]
    [InlineData("date digest twice")]
    [InlineData("")]
    public void A_listed_header_that_is_absent_repeated_or_listed_twice_signs_nothing(string headers) =>
        Assert.Null(SigningTexts.Of(Request("/v1/getUnits", "{}"), headers.Split(' '), prefix: ""));

    [Theory]
    [InlineData("hmac username=\"k\", algorithm=\"a\", headers=\"date\", signature=\"s\"")]
    [InlineData("HMAC username=\"k\",algorithm=\"a\",headers=\"date\",signature=\"s\"")]
    [InlineData("hmac   signature=\"s\" , headers=\"date\",  algorithm=\"a\",username=\"k\"")]
    public void Fields_come_in_any_order_and_with_any_blanks(string header)
    {
        var parsed = AuthorizationHeader.Parse(header)!;

        Assert.Equal(("k", "a", "s"), (parsed.Username, parsed.Algorithm, parsed.Signature));
        Assert.Equal(["date"], parsed.Headers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hmac")]
    [InlineData("hmac ")]
    [InlineData("HMAC key:signature")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer token")]
    [InlineData("hmacusername=\"k\", algorithm=\"a\", headers=\"date\", signature=\"s\"")]
    [InlineData("hmac username=k, algorithm=\"a\", headers=\"date\", signature=\"s\"")]
    [InlineData("hmac username=\"k\", algorithm=\"a\", headers=\"date\"")]
    [InlineData("hmac username=\"k\", algorithm=\"a\", headers=\"date\", signature=\"s\",")]
    [InlineData("hmac username=\"k\", algorithm=\"a\", headers=\"date\", signature=\"s\" x")]
    [InlineData("hmac username=\"k\" algorithm=\"a\" headers=\"date\" signature=\"s\"")]
    [InlineData("hmac username=\"k\", username=\"k\", algorithm=\"a\", headers=\"date\", signature=\"s\"")]
    [InlineData("hmac username=\"k\", algorithm=\"a\", headers=\"date\", signature=\"s\", realm=\"r\"")]
    [InlineData("hmac Username=\"k\", algorithm=\"a\", headers=\"date\", signature=\"s\"")]
    [InlineData("hmac username=\"k\", algorithm=\"a\", headers=\"date\", signature=\"s")]
    [InlineData("hmac ,username=\"k\", algorithm=\"a\", headers=\"date\", signature=\"s\"")]
    [InlineData("hmac username=\"k\";algorithm=\"a\";headers=\"date\";signature=\"s\"")]
    public void Anything_else_is_no_such_header(string header) => Assert.Null(AuthorizationHeader.Parse(header));

    [Fact]
    public void A_header_of_more_than_four_kibibytes_is_none()
    {
        Assert.NotNull(AuthorizationHeader.Parse(Of(4096)));
        Assert.Null(AuthorizationHeader.Parse(Of(4097)));

        static string Of(int length)
        {
            const string Rest = "hmac username=\"\", algorithm=\"a\", headers=\"date\", signature=\"s\"";
            return Rest.Replace("username=\"", $"username=\"{new string('k', length - Rest.Length)}", StringComparison.Ordinal);
        }
    }

    /// <summary>2.2: what clients write first, then what is spoken.</summary>
    [Theory]
    [InlineData("HTTP/1.1", "HTTP/1.1")]
    [InlineData("HTTP/1.0", "HTTP/1.1 HTTP/1.0")]
    [InlineData("HTTP/2", "HTTP/1.1 HTTP/2.0")]
    public void HM_3_A_request_line_may_name_the_usual_protocol_or_the_spoken_one(string spoken, string named)
    {
        var request = Request("/v1/getUnits", "{}");
        request.Protocol = spoken;

        var texts = SigningTexts.Of(request, ["request-line"], prefix: "/access")!.Select(Encoding.UTF8.GetString);

        Assert.Equal(named.Split(' ').Select(protocol => $"POST /access/v1/getUnits {protocol}"), texts);
    }

    private static HttpRequest Request(string target, string body)
    {
        var http = new DefaultHttpContext();
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        http.Request.Method = "POST";
        http.Request.Protocol = "HTTP/1.1";
        http.Request.Headers.Date = Date;
        http.Request.Headers["x-target-host"] = "default.pms";
        http.Request.Headers["twice"] = new(["a", "b"]);
        http.Request.Headers["digest"] = $"SHA-256={Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}";
        return http.Request;
    }
}
