using System.Text.Json.Nodes;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Testing.ZWave;

namespace Latchwork.Conformance.Tests.ZWave;

/// <summary>A passcode of the Sifely wire on its way into a real Z-Wave stack's lock and out of it, on both kinds of lock.</summary>
[Collection(ZWaveRadio.Name)]
public sealed class PasscodeTests(ZWaveFixture radio)
{
    /// <summary>The older kind: one list of user codes.</summary>
    private const int UserCodes = 2;

    /// <summary>The newer kind: users with credentials.</summary>
    private const int UserCredentials = 3;

    [Theory]
    [InlineData(UserCodes)]
    [InlineData(UserCredentials)]
    public async Task A_code_that_was_made_over_the_Sifely_wire_is_in_the_lock_until_it_is_deleted_there(int node)
    {
        Assert.SkipWhen(radio.Missing is not null, radio.Missing ?? "");
        await radio.ActAsync("reset", new { node });
        await using var house = await House.SetUpAsync();
        var key = await house.SifelyKeyAsync();
        var smartLock = await house.LockNumberAsync(key, await house.AwaitLockAsync(await house.PairAsync(radio), node));

        var made = await house.SifelyAsync(
            key,
            $"/v3/keyboardPwd/add?lockId={smartLock}&keyboardPwd=482916&keyboardPwdName=Anna&keyboardPwdType=2&endDate=0&addType=2"
        );
        var number = (int)made["keyboardPwdId"]!;
        Assert.Equal(["482916"], await CodesAsync(node));
        Assert.Equal("482916 1", Told(await house.SifelyAsync(key, $"/v3/lock/listKeyboardPwd?lockId={smartLock}")));

        var taken = await house.SifelyAsync(key, $"/v3/keyboardPwd/add?lockId={smartLock}&keyboardPwd=482916&endDate=0&addType=2");
        Assert.Equal(-3007, (int)taken["code"]!);
        await YesAsync(house, key, $"/v3/keyboardPwd/change?lockId={smartLock}&keyboardPwdId={number}&newKeyboardPwd=730158&changeType=2");
        Assert.Equal(["730158"], await CodesAsync(node));
        Assert.Equal("730158 1", Told(await house.SifelyAsync(key, $"/v3/lock/listKeyboardPwd?lockId={smartLock}")));

        await YesAsync(house, key, $"/v3/keyboardPwd/delete?lockId={smartLock}&keyboardPwdId={number}&deleteType=2");
        Assert.Empty(await CodesAsync(node));
        Assert.Equal("", Told(await house.SifelyAsync(key, $"/v3/lock/listKeyboardPwd?lockId={smartLock}")));
    }

    private static async Task YesAsync(House house, string key, string path)
    {
        var answer = await house.SifelyAsync(key, path);
        Assert.True((int?)answer["errcode"] == 0, answer.ToJsonString());
    }

    private static string Told(JsonNode page) => string.Join(", ", page["list"]!.AsArray().Select(pin => $"{pin!["keyboardPwd"]} {pin["status"]}"));

    /// <summary>What the lock really holds.</summary>
    private async Task<List<string>> CodesAsync(int node)
    {
        var state = await radio.LookAsync(node);
        return [.. state.GetProperty("codes").EnumerateArray().Select(held => held.GetProperty("code").GetString()!)];
    }
}
