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

    [Fact]
    public Task Stays_are_answered_as_approved() => CheckAsync(StayScenarios.Rows, "keyvox/stays.txt", people => people.KnowStaysAsync());

    [Fact]
    public Task Hooks_are_answered_as_approved() =>
        CheckAsync(
            HookScenarios.Rows,
            "keyvox/hooks.txt",
            async people =>
            {
                await people.KnowStaysAsync();
                await people.KnowTokensAsync();
            }
        );

    private static async Task CheckAsync(IEnumerable<Scenario> rows, string approved, Func<KeyvoxPeople, Task>? know = null)
    {
        await using var server = await LiveServer.StartAsync(("Keyvox:RateLimitPerMinute", "0"));
        await using var people = await KeyvoxPeople.InAsync(server);
        if (know is not null)
        {
            await know(people);
            await server.NewActsAsync();
        }

        foreach (var row in rows)
        {
            await people.Runner.RunAsync(row);
        }

        Approved.Check(approved, KeyvoxMasks.Of(people.Runner.Told));
    }
}
