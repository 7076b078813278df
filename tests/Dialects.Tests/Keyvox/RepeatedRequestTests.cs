using System.Net;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>HM-7: the same request again answers as it did and does nothing.</summary>
public sealed class RepeatedRequestTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_repeated_unlock_answers_as_the_first_one_and_moves_nothing()
    {
        var body = $$"""{"lockId":"{{await house.LockIdAsync("Front door")}}","flag":"1"}""";
        var before = await CommandsAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("0", (await SendAsync("/api/eagle-pms/v1/unlock", body)).Code);
        }

        Assert.Equal(before + 1, await CommandsAsync());
    }

    [Fact]
    public async Task A_repeated_refusal_stays_the_same_refusal()
    {
        var body = $$"""{"lockId":"{{await house.LockIdAsync("Shed")}}","flag":"1"}""";

        Assert.Equal(("E1012", "E1012"), ((await SendAsync("/v1/unlock", body)).Code, (await SendAsync("/v1/unlock", body)).Code));
    }

    [Fact]
    public async Task Twenty_at_once_move_the_door_once()
    {
        var body = $$"""{"lockId":"{{await house.LockIdAsync("Office")}}","flag":"1"}""";
        var before = await CommandsAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync("/v1/unlock", body)));

        Assert.All(replies, reply => Assert.Equal("0", reply.Code));
        Assert.Equal(before + 1, await CommandsAsync());
    }

    [Fact]
    public async Task A_signature_that_is_not_bound_to_its_path_works_on_one_path_alone()
    {
        var body = $$"""{"lockId":"{{await house.LockIdAsync("Back gate")}}","flag":"1"}""";
        var form = new KeyvoxForm { Headers = KeyvoxKey.Overview };

        Assert.Equal("0", (await SendAsync("/v1/unlock", body, form)).Code);
        var elsewhere = await SendAsync("/api/eagle-pms/v1/unlock", body, form);

        Assert.Equal((HttpStatusCode.Unauthorized, "HMAC signature does not match"), (elsewhere.Status, elsewhere.Message));
    }

    /// <summary>2.3: reads run again, and in the overview's form all of one second have one signature. It is good for no act.</summary>
    [Fact]
    public async Task Reads_of_one_second_run_whatever_they_ask_for_and_their_signature_becomes_no_act()
    {
        var body = $$"""{"lockId":"{{await house.LockIdAsync("Front door")}}","flag":"0"}""";
        var form = new KeyvoxForm { Headers = KeyvoxKey.Overview };

        foreach (var read in new[] { "/v1/getUnits", "/v1/getLocks", "/v1/getLockStatus", "/v1/getUnits" })
        {
            Assert.Equal("0", (await SendAsync(read, body, form)).Code);
        }

        var act = await SendAsync("/v1/unlock", body, form);
        Assert.Equal((HttpStatusCode.Unauthorized, "HMAC signature does not match"), (act.Status, act.Message));
    }

    private Task<KeyvoxReply> SendAsync(string path, string body, KeyvoxForm? form = null) =>
        house.SendAsync(house.Key.Request(path, body, Now, form));

    private Task<long> CommandsAsync() => house.OneAsync<long>("select count(*) from device_command where act = 1");
}
