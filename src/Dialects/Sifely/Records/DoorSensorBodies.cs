using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Sifely.Records;

/// <summary>A door that moved (DoorSensorRecordInfoDTO, 15.8): the members of a record that have to do with it.</summary>
internal sealed record DoorRecordBody(long RecordId, int? RecordTypeFromLock, int RecordType, int Success, long LockDate, long ServerDate)
{
    public static DoorRecordBody Of(LockRecord record)
    {
        var told = RecordInfo.Of(record, lockNumber: 0);
        return new(told.RecordId, told.RecordTypeFromLock, told.RecordType, told.Success, told.LockDate, told.ServerDate);
    }
}

/// <summary>The door sensor of a lock (19.7).</summary>
/// <param name="DoorSensorId">The lock's own sensor is named by its lock.</param>
/// <param name="ElectricQuantity">Per cent; left out where it was not heard.</param>
/// <param name="Version">Of the firmware.</param>
/// <param name="Number">The make.</param>
internal sealed record DoorSensorBody(int DoorSensorId, string Name, int? ElectricQuantity, string Version, string Mac, string Number)
{
    public static DoorSensorBody Of(DoorSensor sensor) =>
        new(sensor.Number, sensor.Name, sensor.Battery, sensor.Firmware ?? "", sensor.Mac, sensor.Model ?? "");
}
