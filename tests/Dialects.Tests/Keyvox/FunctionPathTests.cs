using System.Net;
using System.Text;
using Latchwork.Dialects.Keyvox;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>1.1: every function under every documented path, and nothing under any other.</summary>
public sealed class FunctionPathTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    public static TheoryData<string, string> Signed() => RowsOf(DocumentedFunctions.Signed);

    public static TheoryData<string, string> Hooks() => RowsOf(DocumentedFunctions.Hooks);

    /// <summary>An unknown path is answered by the gateway, without an envelope.</summary>
    [Theory]
    [MemberData(nameof(Signed))]
    public async Task A_function_answers_in_its_envelope_under_every_documented_path(string path, string code)
    {
        var reply = await house.SendAsync(path, "{}");

        Assert.Equal((HttpStatusCode.OK, code), (reply.Status, reply.Code));
        Assert.Equal(code == "0", (string?)reply.Body["msg"] == "success");
        Assert.Equal(code == "0", reply.Data is not null);
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task A_hook_answers_a_token_under_both_hosts(string path, string code)
    {
        var add = house.Server.Services.GetRequiredService<AddIntegrationToken>();
        var cancel = TestContext.Current.CancellationToken;
        var token = (await add.RunAsync(Caller.Server(house.Tenant), house.Tenant, "Service", null, null, cancel)).Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", token.Token);

        using var answer = await house.Server.Http.SendAsync(request, cancel);

        var text = await answer.Content.ReadAsStringAsync(cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith(code.Length == 0 ? """{"name":"House"}""" : $$"""{"code":"{{code}}","msg":""", text, StringComparison.Ordinal);
    }

    /// <summary>What is not in the tables above would be a function that nobody described, or one whose paths nobody asks.</summary>
    [Fact]
    public void The_server_has_the_described_functions_and_no_other() =>
        Assert.Equal(
            DocumentedFunctions.Signed.Concat(DocumentedFunctions.Hooks).Select(function => function.Route).Order(StringComparer.Ordinal),
            RouteTable
                .Of(house.Server.Services.GetRequiredService<EndpointDataSource>())
                .Where(route => route.Act.Surface == Surface.Keyvox)
                .Select(route => route.Pattern)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>1.1: names are compared by case; an overview name is one of <c>/v1</c>, and none of an area.</summary>
    [Theory]
    [InlineData("/v1/getunits")]
    [InlineData("/v1/GetPlaces")]
    [InlineData("/v1/checkin")]
    [InlineData("/v1/Checkout")]
    [InlineData("/v1/place/List")]
    [InlineData("/v1/place/getPlaces")]
    [InlineData("/v1/v1/getUnits")]
    [InlineData("/v1/place")]
    [InlineData("/api/eagle-pms/getPlaces")]
    [InlineData("/api/eagle-pms/getUnits")]
    [InlineData("/api/eagle-pms/api/eagle-pms/v1/getUnits")]
    [InlineData("/api/eagle-pms/v1/v1/place/list")]
    [InlineData("/place/availablelist")]
    [InlineData("/bacsorder/createBooking")]
    [InlineData("/unit/detail")]
    [InlineData("/plan/list/")]
    public async Task Any_other_path_is_answered_as_the_gateway_does(string path)
    {
        var reply = await house.SendAsync(path, "{}");

        Assert.Equal((HttpStatusCode.NotFound, "no Route matched with those values"), (reply.Status, reply.Message));
    }

    [Theory]
    [InlineData("/api/v1/locks")]
    [InlineData("/v3/key/list")]
    [InlineData("/device/1/execute")]
    [InlineData("/api/eagle-pms")]
    [InlineData("/places/list")]
    [InlineData("/")]
    [InlineData("")]
    public void A_path_of_another_wire_stays_as_it_is(string path) => Assert.Equal(path, KeyvoxPaths.RouteOf(path).Value);

    private static TheoryData<string, string> RowsOf(IEnumerable<DocumentedFunction> functions)
    {
        var rows = new TheoryData<string, string>();
        foreach (var function in functions)
        {
            foreach (var path in function.Paths)
            {
                rows.Add(path, function.Code);
            }
        }

        return rows;
    }
}
