using System.Globalization;
using System.Security.Cryptography;

namespace SifelySample;

/// <summary>Unlocks a door, makes a guest's code for a stay and deletes it again.</summary>
internal static class Guest
{
    private const int NoGateway = -2012;

    public static async Task RunAsync()
    {
        var sifely = await SifelyClient.LogInAsync();
        var smartLock = SifelyClient.Setting("SIFELY_LOCK");
        var isConnected = await UnlockAsync(sifely, smartLock);
        Console.WriteLine(isConnected ? "unlocked" : "nothing connects this lock");

        var number = await MakeCodeAsync(sifely, smartLock, isConnected);
        await sifely.CallAsync("/v3/keyboardPwd/delete", ("lockId", smartLock), ("keyboardPwdId", number), ("deleteType", isConnected ? 2 : 1));
        Console.WriteLine("deleted");
    }

    private static async Task<bool> UnlockAsync(SifelyClient sifely, string smartLock)
    {
        try
        {
            await sifely.CallAsync("/v3/lock/unlock", ("lockId", smartLock));
            return true;
        }
        catch (SifelyException refused) when (refused.Code == NoGateway)
        {
            return false;
        }
    }

    private static async Task<int> MakeCodeAsync(SifelyClient sifely, string smartLock, bool isConnected)
    {
        var now = TimeProvider.System.GetUtcNow();
        (string, object)[] stay =
        [
            ("lockId", smartLock),
            ("keyboardPwdName", "Guest"),
            ("keyboardPwdType", 3),
            ("startDate", now.ToUnixTimeMilliseconds()),
            ("endDate", now.AddDays(1).ToUnixTimeMilliseconds()),
        ];
        if (isConnected)
        {
            // The call waits until the lock has the code.
            var digits = RandomNumberGenerator.GetInt32(100_000, 1_000_000).ToString(CultureInfo.InvariantCulture);
            var sent = await sifely.CallAsync("/v3/keyboardPwd/add", [.. stay, ("keyboardPwd", digits), ("addType", 2)]);
            Console.WriteLine($"the guest's code is on the lock: {digits}, number {sent["keyboardPwdId"]}");
            return (int)sent["keyboardPwdId"]!;
        }

        // Such a lock works codes out by itself, so the digits are not ours to choose.
        var made = await sifely.CallAsync("/v3/keyboardPwd/get", stay);
        Console.WriteLine($"the lock will know the guest's code: {made["keyboardPwd"]}, number {made["keyboardPwdId"]}");
        return (int)made["keyboardPwdId"]!;
    }
}
