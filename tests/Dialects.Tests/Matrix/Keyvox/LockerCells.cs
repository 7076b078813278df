namespace Latchwork.Dialects.Tests.Matrix.Keyvox;

/// <summary>Cabinets and their boxes (keyvox.md 7), and cards of boxes (8).</summary>
internal static class LockerCells
{
    private const string Success = "200 0";
    private const string Box = "\"deviceId\":\"{locker}\",\"boxNum\":\"00-00\"";
    private const string Day = "\"sTime\":\"{day}\",\"eTime\":\"{next day}\"";

    public static readonly KeyvoxCell[] All =
    [
        new("/v1/getLockers", "{}") { Foreign = Success, WeakForeign = KeyvoxMatrix.TooWeak },
        new("/v1/getLockerStatus", """{"deviceId":"{locker}"}"""),
        new("/v1/getAvailableBoxes", "{\"deviceId\":\"{locker}\"," + Day + "}"),
        Act("/v1/unlockLocker", "{" + Box + "}"),
        Act("/v1/setLockerStatus", "{" + Box + ",\"status\":\"9\"}") with
        {
            Turn = 2,
        },
        Act("/v1/setBoxColor", "{" + Box + ",\"color\":\"green\"}"),
        Act("/v1/createLockerPin", "{" + Box + "," + Day + "}"),
        Act("/v1/changeLockerPin", """{"pinId":"{box pin}","targetName":"Guest"}"""),
        Act("/v1/disableLockerPin", """{"pinId":"{spent box pin}"}"""),
        Act("/v1/setLockerCard", "{" + Box + "," + Day + ",\"cardCode\":\"{new code}\"}"),
        Act("/v1/updateLockerCard", """{"cardId":"{box card}","targetName":"Guest"}""") with
        {
            WeakForeign = KeyvoxMatrix.TooWeak,
        },
    ];

    private static KeyvoxCell Act(string path, string body) => new(path, body) { IsMutation = true };
}
