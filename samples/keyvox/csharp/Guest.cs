using System.Globalization;
using System.Text.Json.Nodes;

namespace KeyvoxSample;

/// <summary>Makes a guest's code at a door, waits until its lock has it, opens the door, reads what happened there and disables the code.</summary>
internal static class Guest
{
    private const string Created = "30";
    private const string Failed = "90";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(KeyvoxClient keyvox)
    {
        // A door without a lock has no lockIds; one with several has commas between them.
        var doors = (await keyvox.CallAsync("/v1/getUnits"))!.AsArray();
        var door = doors.First(one => one!["lockIds"] is not null)!;
        var smartLock = ((string)door["lockIds"]!).Split(',')[0];
        Console.WriteLine($"door {door["unitName"]}, lock {smartLock}");

        var pin = await MakeAsync(keyvox, (string)door["unitId"]!);
        Console.WriteLine($"code {pin} made");
        try
        {
            var told = await WaitAsync(keyvox, pin);
            Console.WriteLine((string?)told["status"] == Created ? $"on its lock: {told["pinCode"]}" : $"not on its lock: status {told["status"]}");

            await keyvox.CallAsync("/v1/unlock", new JsonObject { ["lockId"] = smartLock, ["flag"] = "1" });
            Console.WriteLine("opened");
            await TellAsync(keyvox, smartLock);
        }
        finally
        {
            await keyvox.CallAsync("/v1/disableLockPin", new JsonObject { ["pinId"] = pin });
            Console.WriteLine("disabled");
        }
    }

    private static async Task<string> MakeAsync(KeyvoxClient keyvox, string unit)
    {
        var now = TimeProvider.System.GetUtcNow();
        var asked = new JsonObject
        {
            ["unitId"] = unit,
            ["sTime"] = Seconds(now),
            ["eTime"] = Seconds(now.AddDays(1)),
            ["targetName"] = "Guest",
        };
        return (string)(await keyvox.CallAsync("/v1/createLockPin", asked))!["pinId"]!;
    }

    /// <summary>How it stands with the code when its lock has it or has refused it, or after five minutes.</summary>
    private static async Task<JsonNode> WaitAsync(KeyvoxClient keyvox, string pin)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var told = (await keyvox.CallAsync("/v1/getLockPinStatus", new JsonObject { ["pinId"] = pin }))!;
            if ((string?)told["status"] is Created or Failed || TimeProvider.System.GetElapsedTime(began) > FiveMinutes)
            {
                return told;
            }

            await Task.Delay(Second, TimeProvider.System);
        }
    }

    private static async Task TellAsync(KeyvoxClient keyvox, string smartLock)
    {
        var told = (await keyvox.CallAsync("/v1/getLockHistory", new JsonObject { ["lockId"] = smartLock, ["records"] = "5" }))!;
        foreach (var happened in told["history"]!.AsArray())
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse((string)happened!["etime"]!, CultureInfo.InvariantCulture));
            var what = (string?)happened["value"] == "1" ? "opened" : "locked";
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {at:yyyy-MM-dd HH:mm:ss}  {what} {How((string?)happened["etype"])}  {happened["userName"]}"
                )
            );
        }
    }

    private static string How(string? type) =>
        type switch
        {
            "1" => "by code",
            "2" => "by card",
            "5" => "by button",
            "6" => "by hand",
            _ => "by a program",
        };

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
