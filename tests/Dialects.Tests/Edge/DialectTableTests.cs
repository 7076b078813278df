using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Tests.Edge;

/// <summary>"One origin, four APIs".</summary>
public sealed class DialectTableTests
{
    private readonly DialectTable table = new([new Rooted("v3", "system"), new Rooted("api/v1"), new Rooted("v1", "api/eagle-pms")]);

    [Theory]
    [InlineData("/v3/lock/list", "v3")]
    [InlineData("/v3", "v3")]
    [InlineData("/system/smart/login", "v3")]
    [InlineData("/api/v1/locks", "api/v1")]
    [InlineData("/api/v1", "api/v1")]
    [InlineData("/api/eagle-pms/x", "v1")]
    [InlineData("/v1/place", "v1")]
    [InlineData("/api", null)]
    [InlineData("/api/v2", null)]
    [InlineData("/api/v10", null)]
    [InlineData("/V3/lock", null)]
    [InlineData("/v3x", null)]
    [InlineData("//v3", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    public void A_path_belongs_to_the_dialect_of_its_first_segments(string path, string? root) =>
        Assert.Equal(root, table.Find(new PathString(path))?.Roots[0]);

    [Fact]
    public void Two_dialects_cannot_have_the_same_root() =>
        Assert.Throws<ArgumentException>(() => new DialectTable([new Rooted("v3"), new Rooted("v3")]));

    private sealed class Rooted(params string[] roots) : IDialect
    {
        public IReadOnlyList<string> Roots => roots;

        public IReadOnlyCollection<string> Origins => [];

        public Task AdmitAsync(HttpContext http, RouteAct act, RequestDelegate handler) => handler(http);

        public Task WriteErrorAsync(HttpContext http, AccessError error) => Task.CompletedTask;

        public Task WriteFaultAsync(HttpContext http, EdgeFault fault) => Task.CompletedTask;
    }
}
