using Latchwork.Dialects.Tests.Matrix.Native;
using Latchwork.Dialects.Tests.Matrix.Sifely;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>TN-4: with every id of one tenant in the hands of the other, nothing is read, nothing is written, nothing shows that it is there.</summary>
public sealed class IsolationTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    /// <summary>Fit their forms and are nobody's.</summary>
    private const string NobodysNumber = "1";
    private const string NobodysUuid = "00000000-0000-4000-8000-000000000000";

    private static readonly string[] SifelyRequests = [.. SifelyMatrix.Rooms.SelectMany(room => room.Naming)];

    /// <summary>Of our own API, all that name something: in the path, or in the body.</summary>
    private static readonly (string Verb, string Target, string? Json)[] NamingRequests =
    [
        ("GET", "/api/v1/links/{id}", null),
        ("DELETE", "/api/v1/links/{id}", null),
        ("POST", "/api/v1/links", """{"family":"simulator","address":"simulator://127.0.0.1:1","name":"New","siteId":"{id}"}"""),
        ("GET", "/api/v1/locks/{id}", null),
        ("POST", "/api/v1/locks/{id}/unlock", null),
        ("POST", "/api/v1/locks/{id}/lock", null),
        ("GET", "/api/v1/locks/{id}/state", null),
        ("GET", "/api/v1/locks/{id}/openers?at=2031-01-01T00:00:00Z", null),
        ("GET", "/api/v1/events?lockIds={id}", null),
        ("GET", "/api/v1/events?siteId={id}", null),
        ("GET", "/api/v1/events/stream?lockIds={id}&follow=false", null),
        ("GET", "/api/v1/events/export?lockIds={id}", null),
        ("GET", "/api/v1/events/{id}", null),
        ("GET", "/api/v1/events/{id}/explanation", null),
        ("POST", "/api/v1/passcodes", """{"lockIds":["{id}"]}"""),
        ("GET", "/api/v1/passcodes/{id}", null),
        ("PATCH", "/api/v1/passcodes/{id}", """{"name":"Mine"}"""),
        ("DELETE", "/api/v1/passcodes/{id}", null),
        ("POST", "/api/v1/passcodes/{id}/reveal", null),
        ("GET", "/api/v1/locks/{id}/passcodes", null),
        ("GET", "/api/v1/locks/{id}/cards", null),
        ("GET", "/api/v1/locks/{id}/fingerprints", null),
        ("PUT", "/api/v1/api-clients/{id}/limits", """{"callsPerMinute":100}"""),
        ("POST", "/api/v1/api-clients/{id}/secret", """{"overlapHours":1}"""),
        ("DELETE", "/api/v1/api-clients/{id}", null),
        ("GET", "/api/v1/sites/{id}", null),
        ("PATCH", "/api/v1/sites/{id}", """{"name":"Mine"}"""),
        ("GET", "/api/v1/sites/{id}/plan", null),
        ("PUT", "/api/v1/sites/{id}/plan", PlanCells.Picture),
        ("DELETE", "/api/v1/sites/{id}/plan", null),
        ("PUT", "/api/v1/locks/{id}/place", """{"x":0,"y":1}"""),
        ("DELETE", "/api/v1/locks/{id}/place", null),
        ("PUT", "/api/v1/lockers/{id}/place", """{"x":0,"y":1}"""),
        ("DELETE", "/api/v1/lockers/{id}/place", null),
        ("POST", "/api/v1/units", """{"siteId":"{id}","name":"Mine"}"""),
        ("GET", "/api/v1/units/{id}", null),
        ("PATCH", "/api/v1/units/{id}", """{"name":"Mine"}"""),
        ("PUT", "/api/v1/units/{id}/locks", """{"lockIds":[]}"""),
        ("DELETE", "/api/v1/units/{id}", null),
        ("POST", "/api/v1/plans", """{"siteId":"{id}","name":"Mine"}"""),
        ("GET", "/api/v1/plans/{id}", null),
        ("PATCH", "/api/v1/plans/{id}", """{"name":"Mine"}"""),
        ("DELETE", "/api/v1/plans/{id}", null),
        (
            "POST",
            "/api/v1/reservations",
            """{"units":[{"id":"{id}"}],"guest":{"name":"Me"},"startsAt":"2031-01-01T15:00","endsAt":"2031-01-02T10:00"}"""
        ),
        ("POST", "/api/v1/reservations", """{"planId":"{id}","guest":{"name":"Me"},"startsAt":"2031-01-01T15:00","endsAt":"2031-01-02T10:00"}"""),
        ("GET", "/api/v1/reservations/{id}", null),
        ("PATCH", "/api/v1/reservations/{id}", """{"guests":2}"""),
        ("POST", "/api/v1/reservations/{id}/cancel", null),
        ("POST", "/api/v1/reservations/{id}/check-in", null),
        ("POST", "/api/v1/reservations/{id}/check-out", null),
        ("POST", "/api/v1/reservations/{id}/approve", null),
        ("POST", "/api/v1/reservations/{id}/refuse", null),
        ("POST", "/api/v1/reservations/{id}/send", """{"ways":["mail"]}"""),
        ("GET", "/api/v1/reservations/{id}/messages", null),
        ("GET", "/api/v1/reservations/{id}/events", null),
        ("DELETE", "/api/v1/reservations/{id}/guest", null),
        ("POST", "/api/v1/blocks", """{"unitIds":["{id}"],"startsAt":"2031-01-01T15:00","endsAt":"2031-01-02T10:00"}"""),
        ("POST", "/api/v1/hmac-keys/{id}/secret", """{"overlapHours":1}"""),
        ("PUT", "/api/v1/hmac-keys/{id}/rules", """{"anyAddress":true}"""),
        ("PUT", "/api/v1/webhooks/{id}", NativeThings.WebhookBody),
        ("POST", "/api/v1/webhooks", """{"name":"Test","format":"keyvox-locks","url":"http://127.0.0.1:9/hook","devices":["{id}"]}"""),
        ("DELETE", "/api/v1/webhooks/{id}", null),
        ("POST", "/api/v1/webhooks/{id}/test", null),
        ("POST", "/api/v1/webhooks/{id}/replay", null),
        ("POST", "/api/v1/webhooks/{id}/replay", """{"after":"0"}"""),
        ("POST", "/api/v1/webhooks/{id}/secret", """{"overlapHours":0}"""),
        ("POST", "/api/v1/webhooks", """{"name":"Test","format":"latchwork","url":"http://127.0.0.1:9/hook","siteIds":["{id}"]}"""),
        ("GET", "/api/v1/webhooks/{id}/attempts", null),
        ("GET", "/api/v1/lockers/{id}", null),
        ("PATCH", "/api/v1/lockers/{id}", """{"name":"Mine"}"""),
        ("POST", "/api/v1/lockers/{id}/boxes/00-00/open", null),
        ("GET", "/api/v1/lockers/{id}/usage", null),
        ("GET", "/api/v1/lockers/{id}/leases", null),
        ("POST", "/api/v1/lockers/{id}/leases", """{"kind":"rental","startsAt":"2035-03-01T12:00:00Z","endsAt":"2035-03-02T12:00:00Z"}"""),
        ("GET", "/api/v1/lockers/{id}/free-boxes?from=2035-03-01T12:00:00Z&until=2035-03-02T12:00:00Z", null),
        ("PUT", "/api/v1/lockers/{id}/lights", """{"boxes":["00-00"],"light":"red"}"""),
        ("PUT", "/api/v1/lockers/{id}/boxes/00-00/status", """{"status":"broken"}"""),
        ("GET", "/api/v1/lockers/{id}/boxes/00-00/events", null),
        ("PATCH", "/api/v1/box-leases/{id}", """{"name":"Mine"}"""),
        ("POST", "/api/v1/box-leases/{id}/reveal", null),
        ("POST", "/api/v1/box-leases/{id}/send", """{"email":"me@example.com"}"""),
        ("DELETE", "/api/v1/box-leases/{id}", null),
        ("PATCH", "/api/v1/locks/{id}/settings", """{"sound":false}"""),
        ("GET", "/api/v1/webhooks/{id}/deliveries", null),
        ("GET", "/api/v1/webhooks/{id}/deliveries/msg_0", null),
        ("POST", "/api/v1/webhooks/{id}/deliveries/msg_0/replay", null),
        ("POST", "/api/v1/alerts", """{"person":"{id}"}"""),
        ("PATCH", "/api/v1/alerts/{id}", """{"topics":["jammed"]}"""),
        ("DELETE", "/api/v1/alerts/{id}", null),
        ("PUT", "/api/v1/locks/{id}/ajar-time", """{"seconds":60}"""),
        ("POST", "/api/v1/grants", """{"lockId":"{id}","login":"desk@example.com"}"""),
        ("POST", "/api/v1/grants", """{"lockId":"{id}","userId":"{id}"}"""),
        ("GET", "/api/v1/grants/{id}", null),
        ("PATCH", "/api/v1/grants/{id}", """{"name":"Mine"}"""),
        ("DELETE", "/api/v1/grants/{id}", null),
        ("POST", "/api/v1/grants/{id}/freeze", null),
        ("POST", "/api/v1/grants/{id}/unfreeze", null),
        ("PATCH", "/api/v1/locks/{id}", """{"name":"Mine"}"""),
        ("DELETE", "/api/v1/locks/{id}", null),
        ("POST", "/api/v1/locks/{id}/freeze", null),
        ("POST", "/api/v1/locks/{id}/unfreeze", null),
        ("POST", "/api/v1/cards", """{"lockIds":["{id}"],"number":"1"}"""),
        ("GET", "/api/v1/cards/{id}", null),
        ("PATCH", "/api/v1/cards/{id}", """{"name":"Mine"}"""),
        ("DELETE", "/api/v1/cards/{id}", null),
        ("GET", "/api/v1/devices/{id}", null),
        ("GET", "/api/v1/lock-groups/{id}", null),
        ("PATCH", "/api/v1/lock-groups/{id}", """{"name":"Mine"}"""),
        ("DELETE", "/api/v1/lock-groups/{id}", null),
        ("POST", "/api/v1/lock-groups/{id}/locks", """{"add":["{id}"]}"""),
        ("GET", "/api/v1/users/{id}", null),
        ("PATCH", "/api/v1/users/{id}", """{"role":"auditor"}"""),
        ("DELETE", "/api/v1/users/{id}", null),
        ("POST", "/api/v1/users/{id}/switch-off", null),
        ("POST", "/api/v1/users/{id}/switch-on", null),
    ];

    /// <summary>Of one kind all are looked up in one way.</summary>
    private const string SomeOfEachKind = """
        select distinct wire_id from (
            select wire_id, row_number() over (partition by kind order by row_id) as n from public_id where tenant_id = $1) as numbered
        where n <= 4
        """;

    [Theory]
    [InlineData("house")]
    [InlineData("neighbours")]
    public async Task An_id_of_the_other_tenant_is_answered_like_one_that_does_not_exist(string side)
    {
        var (asker, theirs) = side == "house" ? (Who.Owner, tenants.Neighbours) : (Who.Neighbour, tenants.House);
        var ids = await tenants.QueryAsync(SomeOfEachKind, theirs.Value);
        var before = await tenants.Stored.RowsOfAsync(theirs.Value);
        var names = await NamesOfAsync(theirs.Value);
        Assert.NotEmpty(ids);

        foreach (var route in SifelyRequests)
        {
            var nobodys = await AskAsync(route + NobodysNumber, asker);
            foreach (var id in ids)
            {
                var isNumber = id.All(char.IsAsciiDigit);
                var answer = await AskAsync(route + id, asker);
                Assert.Equal(isNumber ? nobodys : await AskAsync(route + NotTheir(id), asker), answer);
                Assert.DoesNotContain(names, name => answer.Contains(name, StringComparison.Ordinal));
            }
        }

        Assert.Equal(before, await tenants.Stored.RowsOfAsync(theirs.Value));
    }

    [Theory]
    [InlineData("house")]
    [InlineData("neighbours")]
    public async Task Our_own_api_answers_an_id_of_the_other_tenant_like_one_that_does_not_exist(string side)
    {
        var (asker, theirs) = side == "house" ? (Who.NativeKeyWithAll, tenants.Neighbours) : (Who.NativeKeyOfNeighbour, tenants.House);
        var ids = await tenants.QueryAsync(SomeOfEachKind, theirs.Value);
        var uuids = ids.FindAll(id => Guid.TryParse(id, out _));
        var before = await tenants.Stored.RowsOfAsync(theirs.Value);
        Assert.NotEmpty(uuids);

        foreach (var request in NamingRequests)
        {
            var nobodys = await AskNativeAsync(request, NobodysUuid, asker);
            Assert.StartsWith("404 ", nobodys, StringComparison.Ordinal);
            foreach (var id in uuids)
            {
                Assert.Equal(nobodys, await AskNativeAsync(request, id, asker));
            }
        }

        Assert.Equal(before, await tenants.Stored.RowsOfAsync(theirs.Value));
    }

    [Fact]
    public async Task A_history_by_a_person_of_the_other_tenant_is_empty_like_one_by_nobody()
    {
        var route = $"/v3/lockRecord/list?lockId={tenants.HouseLock}&uid=";
        var nobodys = await AskAsync(route + NobodysNumber, Who.Owner);
        foreach (var id in await tenants.QueryAsync("select wire_id from public_id where tenant_id = $1 and kind = 6", tenants.Neighbours.Value))
        {
            Assert.Equal(nobodys, await AskAsync(route + id, Who.Owner));
        }
    }

    /// <summary>A text of the same form.</summary>
    private static string NotTheir(string id) =>
        string.Concat(
            id.Select(c =>
                char.IsAsciiDigit(c) ? '0'
                : char.IsAsciiLetter(c) ? 'z'
                : c
            )
        );

    private async Task<string> AskAsync(string target, Who who)
    {
        var (status, body) = await tenants.SendAsync(HttpMethod.Post, target, tenants.SecretOf(who));
        return $"{status} {body}";
    }

    private async Task<string> AskNativeAsync((string Verb, string Target, string? Json) request, string id, Who who)
    {
        var (status, body) = await tenants.SendAsync(
            new HttpMethod(request.Verb),
            request.Target.Replace("{id}", id, StringComparison.Ordinal),
            $"Bearer {tenants.SecretOf(who)}",
            request.Json?.Replace("{id}", id, StringComparison.Ordinal)
        );
        return $"{status} {body}";
    }

    private Task<List<string>> NamesOfAsync(Guid tenant) =>
        tenants.QueryAsync("select name from smart_lock where tenant_id = $1 union select mac from smart_lock where tenant_id = $1", tenant);
}
