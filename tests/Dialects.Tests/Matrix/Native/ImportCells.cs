using Latchwork.Operations.Identity;
using Latchwork.Operations.Imports;
using Microsoft.Extensions.DependencyInjection;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>A file that names nothing of either side: whoever may give access is told what is wrong with it.</summary>
internal sealed class ImportCells : NativeCells
{
    public const string Preview = "POST /api/v1/imports/preview";

    public const string Template = "GET /api/v1/imports/template";
    private const string CarryOut = "POST /api/v1/imports";

    private static readonly byte[] Csv = "email,doors\nada@example.com,Nowhere\n"u8.ToArray();

    public static readonly string Body = $"data:text/csv;base64,{Convert.ToBase64String(Csv)}";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        // It tells of nobody, so whoever is known by this server may have it.
        .. Own(Template, Yes, Yes, HouseKeys),
        .. Own(Preview, Yes, Yes, Operators),
        .. Own(CarryOut, Yes, Yes, Operators),
    ];

    public override Task<string> IdAsync(TwoTenants tenants, MatrixRow row) => Task.FromResult("");

    public override Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) => Task.FromResult(row.Route == Template ? null : Body);

    public override async Task<string> FillAsync(TwoTenants tenants, MatrixRow row, string target) =>
        row.Route == CarryOut ? $"{target}?plan={await PlanAsync(tenants, row.Side)}&leavesOutErrors=true" : target;

    private static async Task<string> PlanAsync(TwoTenants tenants, Side side)
    {
        var cells = new Dictionary<ImportColumn, string> { [ImportColumn.Email] = "ada@example.com", [ImportColumn.Doors] = "Nowhere" };
        var file = new ImportFile([new ImportRow(2, cells)], System.Security.Cryptography.SHA256.HashData(Csv));
        var tenant = tenants.TenantOf(side);
        var preview = tenants.Server.Services.GetRequiredService<PreviewImport>();
        return (await preview.RunAsync(Caller.Server(tenant), tenant, file, CancellationToken.None)).Value.Digest;
    }
}
