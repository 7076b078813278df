namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>9: a common ekey sees its own, so each that is not over may ask.</summary>
internal sealed class RecordCells : SifelyCells
{
    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. ForHolders("/v3/lockRecord/list")];

    public override IReadOnlyList<string> Naming { get; } = ["/v3/lockRecord/list?lockId="];
}
