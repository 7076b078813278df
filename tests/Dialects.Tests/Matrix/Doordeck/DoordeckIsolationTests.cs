using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Operations.Ids;
using static Latchwork.Dialects.Tests.Matrix.Doordeck.NamingRequests;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>TN-4: with every id of one tenant in the hands of the other, nothing is read, nothing is written, nothing shows that it is there.</summary>
public sealed class DoordeckIsolationTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    /// <summary>Of each kind so many: a tenant has hundreds.</summary>
    private const int IdsOfAKind = 4;

    private readonly DoordeckThings things = new DoordeckThings().Of(tenants);

    [Theory]
    [InlineData("the house's owner")]
    [InlineData("the neighbour")]
    [InlineData("a person of the house's application")]
    public async Task An_id_of_the_other_tenant_is_answered_like_one_that_does_not_exist(string name)
    {
        var (asker, side) = name switch
        {
            "the house's owner" => (Who.DoordeckOwner, Side.House),
            "the neighbour" => (Who.DoordeckNeighbour, Side.Neighbours),
            _ => (Who.ApplicationManager, Side.House),
        };
        await FurnishAsync();
        var theirs = tenants.TenantOf(side == Side.House ? Side.Neighbours : Side.House).Value;
        var ids = await IdsOfAsync(theirs);
        var secrets = await NamesOfAsync(theirs);
        var before = await tenants.Stored.RowsOfAsync(theirs);

        foreach (var request in All)
        {
            var nobodys = await AskAsync(request, DoordeckThings.NobodysUuid, asker, side);
            foreach (var (kind, id) in ids.Where(id => request.IsAbout(id.Kind)))
            {
                var answer = await AskAsync(request, id, asker, side);
                Assert.True(nobodys == answer, $"{request.Route} of {kind} {id}: {answer}, and of nobody's: {nobodys}");
                Assert.DoesNotContain(secrets, secret => answer.Contains(secret, StringComparison.Ordinal));
            }
        }

        Assert.Equal(before, await tenants.Stored.RowsOfAsync(theirs));
    }

    /// <summary>10.7, 10.10: whoever is to get something is found by their id; nothing more is told of them, and nothing of what they have.</summary>
    [Fact]
    public async Task Of_a_person_of_the_other_tenant_the_id_and_the_key_are_told_alone()
    {
        var secrets = await NamesOfAsync(tenants.Neighbours.Value);
        var before = await tenants.Stored.RowsOfAsync(tenants.Neighbours.Value);
        var person = tenants.Phones[Who.DoordeckNeighbour].UserId;
        var owner = tenants.Phones[Who.DoordeckOwner];

        var told = await owner.GetAsync($"/user/{person}");
        var trail = await owner.GetAsync($"/user/{person}/log");

        Assert.Equal(person, (string)told["userId"]!);
        Assert.NotEmpty((string)told["publicKey"]!);
        Assert.Empty(trail.AsArray());
        Assert.DoesNotContain(secrets, secret => told.ToJsonString().Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain('@', told.ToJsonString());
        Assert.Equal(before, await tenants.Stored.RowsOfAsync(tenants.Neighbours.Value));
    }

    /// <summary>Each side has one of everything that can be named.</summary>
    private async Task FurnishAsync()
    {
        foreach (var side in Enum.GetValues<Side>())
        {
            await things.PutTileAsync(side);
            await things.ApplicationAsync(side);
            await things.GuestAsync(side);
        }
    }

    private async Task<string> AskAsync(NamingRequest request, string id, Who asker, Side side)
    {
        var (verb, path) = (request.Route[..request.Route.IndexOf(' ')], request.Route[(request.Route.IndexOf(' ') + 1)..]);
        var body = request.Body is null ? null : await FillAsync(request.Body, id, side);
        if (request.IsSigned)
        {
            body = things.PhoneOf(asker).Sign(await FillAsync(request.SignedFor, id, side), JsonNode.Parse(body!)!.AsObject());
        }

        var (status, answer) = await tenants.SendAsync(
            new HttpMethod(verb),
            await FillAsync(path, id, side),
            tenants.BearerOf(asker),
            body,
            "application/vnd.doordeck.api-v3+json"
        );
        return string.Create(CultureInfo.InvariantCulture, $"{status} {answer}");
    }

    private async Task<string> FillAsync(string text, string id, Side side) =>
        text.Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{own lock}", await things.LockAsync(side), StringComparison.Ordinal)
            .Replace("{own site}", await things.SiteAsync(side), StringComparison.Ordinal)
            .Replace("{own application}", await things.ApplicationAsync(side), StringComparison.Ordinal)
            .Replace("{own tile}", await things.FillAsync("{tileId}", side), StringComparison.Ordinal);

    private async Task<List<(WireIdKind Kind, string Id)>> IdsOfAsync(Guid tenant)
    {
        var found = await tenants.QueryAsync(
            $"""
            select kind || ' ' || wire_id from (
                select kind, wire_id, row_number() over (partition by kind order by wire_id) as place from public_id where tenant_id = $1) as ids
            where place <= {IdsOfAKind}
            """,
            tenant
        );
        return found.ConvertAll(row => ((WireIdKind)short.Parse(row.Split(' ')[0], CultureInfo.InvariantCulture), row.Split(' ')[1]));
    }

    private Task<List<string>> NamesOfAsync(Guid tenant) =>
        tenants.QueryAsync(
            """
            select name from smart_lock where tenant_id = $1 and name <> 'Front door' union select mac from smart_lock where tenant_id = $1
            union select name from site where tenant_id = $1 and length(name) > 5
            """,
            tenant
        );
}
