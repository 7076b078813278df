namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Groups, each a person's own (6, 19.7).</summary>
internal static class GroupScenarios
{
    private const string Added = "A group";
    private const string AddedSecond = "Another";

    public static SifelyStory Story { get; } =
        new(
            [
                new("Groups without a credential", "POST", "/v3/group/list", null),
                new("None yet", "POST", "/v3/group/list"),
                new("A group without a name", "POST", "/v3/group/add"),
                new("A name that is too long", "POST", $"/v3/group/add?name={new string('x', 201)}"),
                new(Added, "POST", "/v3/group/add?name=North — @1"),
                new("The same name again", "POST", "/v3/group/add?name=North — @1"),
                new("The same name of somebody else's", "POST", "/v3/group/add?name=North — @1", "{guest}"),
                new(AddedSecond, "GET", "/v3/group/add?name=Annex"),
                new("Put into an unknown group", "POST", "/v3/lock/setGroup?lockId={Front door}&groupId=1"),
                new("Put into no named group", "POST", "/v3/lock/setGroup?lockId={Front door}"),
                new("An unknown lock", "POST", "/v3/lock/setGroup?lockId=1&groupId={north}"),
                new("A lock of another tenant", "POST", "/v3/lock/setGroup?lockId={a stranger's door}&groupId={north}"),
                new("Somebody else's group", "POST", "/v3/lock/setGroup?lockId={a stranger's door}&groupId={north}", "{stranger}"),
                new("Put in", "POST", "/v3/lock/setGroup?lockId={Front door}&groupId={north}"),
                new("Put in from a form", "POST", "/v3/lock/setGroup") { Form = "lockId={Shed}&groupId={north}" },
                new("The locks of the group", "POST", "/v3/lock/list?groupId={north}"),
                new("By name", "GET", "/v3/group/list?orderBy=0"),
                new("By name, the other way", "GET", "/v3/group/list?orderBy=2&pageNo=1&pageSize=1"),
                new("An order that there is not", "GET", "/v3/group/list?orderBy=3"),
                new("Moved", "POST", "/v3/lock/setGroup?lockId={Shed}&groupId={annex}"),
                new("Taken out", "POST", "/v3/lock/setGroup?lockId={Shed}&groupId=0"),
                new("Renamed to a name that is there", "POST", "/v3/group/rename?groupId={annex}&name=North — @1"),
                new("Renamed", "POST", "/v3/group/rename?groupId={annex}&name=South"),
                new("An unknown one renamed", "POST", "/v3/group/rename?groupId=1&name=South"),
                new("Somebody else's renamed", "POST", "/v3/group/rename?groupId={north}&name=Mine", "{guest}"),
                new("Somebody else's deleted", "POST", "/v3/group/delete?groupId={north}", "{guest}"),
                new("Deleted", "POST", "/v3/group/delete?groupId={north}"),
                new("Deleted twice", "POST", "/v3/group/delete?groupId={north}"),
                new("Its lock is free", "POST", "/v3/lock/list?lockAlias=front"),
                new("What is left", "GET", "/v3/group/list"),
            ],
            new Dictionary<string, (string, string)> { [Added] = ("north", "groupId"), [AddedSecond] = ("annex", "groupId") }
        );
}
