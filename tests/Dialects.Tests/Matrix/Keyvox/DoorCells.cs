namespace Latchwork.Dialects.Tests.Matrix.Keyvox;

/// <summary>Doors, their PINs and what happened at them (keyvox.md 6).</summary>
internal static class DoorCells
{
    private const string Success = "200 0";
    private const string Soon = "\"sTime\":\"{soon}\",\"eTime\":\"{later}\"";

    public static readonly KeyvoxCell[] All =
    [
        new("/v1/unlock", """{"lockId":"{lock}","flag":"0"}""") { IsMutation = true },
        new("/v1/getUnits", "{}") { Foreign = Success, WeakForeign = KeyvoxMatrix.TooWeak },
        new("/v1/getLocks", "{}") { Foreign = Success, WeakForeign = KeyvoxMatrix.TooWeak },
        new("/v1/getLockStatus", """{"lockId":"{lock}"}"""),
        new("/v1/createLockPin", $$"""{"unitId":"{unit}",{{Soon}}}""") { IsMutation = true },
        new("/v1/issueLockKey", $$"""{"unitId":"{unit}",{{Soon}}}""") { IsMutation = true },
        new("/v1/changeLockPin", """{"pinId":"{pin}","targetName":"Guest"}""") { IsMutation = true },
        new("/v1/disableLockPin", """{"pinId":"{spent pin}"}""") { IsMutation = true },
        new("/v1/getLockPinStatus", """{"pinId":"{pin}"}"""),
        new("/v1/getUnitPinList", """{"unitId":"{unit}"}"""),
        new("/v1/getLockPinList", """{"lockId":"{lock}"}"""),
        new("/v1/getLockHistory", """{"lockId":"{lock}"}"""),
        new("/v1/locks/events", """{"lockId":"{lock}"}"""),
    ];
}
