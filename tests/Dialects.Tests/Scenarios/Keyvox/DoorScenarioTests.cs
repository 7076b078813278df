namespace Latchwork.Dialects.Tests.Scenarios.Keyvox;

/// <summary>The functions of the wire over real HTTP, database and simulated doors.</summary>
public sealed class DoorScenarioTests
{
    [Fact]
    public Task Doors_are_answered_as_approved() => CheckAsync(DoorScenarios.Rows, "keyvox/doors.txt");

    [Fact]
    public Task Cards_are_answered_as_approved() => CheckAsync(CardScenarios.Rows, "keyvox/cards.txt");

    [Fact]
    public Task Lockers_are_answered_as_approved() => CheckAsync(LockerScenarios.Rows, "keyvox/lockers.txt");

    private static async Task CheckAsync(IEnumerable<Scenario> rows, string approved)
    {
        await using var server = await LiveServer.StartAsync(("Keyvox:RateLimitPerMinute", "0"));
        await using var people = await KeyvoxPeople.InAsync(server);
        foreach (var row in rows)
        {
            await people.Runner.RunAsync(row);
        }

        Approved.Check(approved, KeyvoxMasks.Of(people.Runner.Told));
    }
}
