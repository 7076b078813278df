using System.Text.Json.Nodes;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>6 and 19.7: groups are each person's own, so nobody names another's.</summary>
internal sealed class GroupCells : SifelyCells
{
    private const string List = "/v3/group/list";
    private const string Add = "/v3/group/add";
    private const string Rename = "/v3/group/rename";
    private const string Delete = "/v3/group/delete";
    private const string Set = "/v3/lock/setGroup";

    private int made;

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [.. ForPeople(List), .. ForPeople(Add), .. ForPeople(Rename), .. ForPeople(Delete), .. ForHolders(Set)];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Add, Rename, Delete, Set };

    public override IReadOnlyList<string> Naming { get; } =
    [$"{Rename}?name=Mine&groupId=", $"{Delete}?groupId=", $"{Set}?groupId=0&lockId=", $"{Set}?lockId=1&groupId="];

    public override async ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        row.Route switch
        {
            List => List,
            Add => $"{Add}?name={made++}",
            Set => $"{Set}?lockId={DoorOf(tenants, row)}&groupId=0",
            _ => $"{row.Route}?name={made++}&groupId={(row.IsRefused ? 1 : await OwnAsync(tenants, who))}",
        };

    private async Task<long> OwnAsync(TwoTenants tenants, Who who)
    {
        var (_, body) = await tenants.SendAsync(HttpMethod.Post, $"{Add}?name={made++}", tenants.SecretOf(who));
        return (long)JsonNode.Parse(body)!["groupId"]!;
    }

    private static IEnumerable<MatrixRow> ForPeople(string route) =>
        [.. BothSides(route, NoCredential, Strangers), .. BothSides(route, Yes, [.. HousePeople, Who.Neighbour])];
}
