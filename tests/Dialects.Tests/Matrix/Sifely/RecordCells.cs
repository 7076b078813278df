namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>9, 10: a common ekey sees its own, so each that is not over may ask. What the sensor is, is for those who manage the lock.</summary>
internal sealed class RecordCells : SifelyCells
{
    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [.. ForHolders("/v3/lockRecord/list"), .. ForHolders("/v3/doorSensor/listRecord"), .. ForManagers("/v3/doorSensor/query")];

    public override IReadOnlyList<string> Naming { get; } =
    ["/v3/lockRecord/list?lockId=", "/v3/doorSensor/listRecord?lockId=", "/v3/doorSensor/query?lockId="];
}

/// <summary>19.7: who manages the lock tells of its log, its owner has records shown no more.</summary>
internal sealed class RecordChangeCells : SifelyCells
{
    private const string Upload = "/v3/lockRecord/upload";
    private const string Delete = "/v3/lockRecord/delete";
    private const string Clear = "/v3/lockRecord/clear";
    private const string ARecord = "records=[{\"recordType\":7,\"lockDate\":1626945087000}]";

    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. ForManagers(Upload), .. ForOwners(Delete), .. ForOwners(Clear)];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Upload, Delete, Clear };

    public override IReadOnlyList<string> Naming { get; } = [$"{Upload}?{ARecord}&lockId=", $"{Delete}?recordIdList=[1]&lockId=", $"{Clear}?lockId="];

    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        ValueTask.FromResult<string?>($"{row.Route}?lockId={DoorOf(tenants, row)}&{ARecord}&recordIdList=[1]");
}
