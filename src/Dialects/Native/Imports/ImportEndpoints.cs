using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Imports;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Imports;

/// <summary>Many people at once, from a file: what it would do is told first, and then done as it was told.</summary>
internal static class ImportEndpoints
{
    private const string Imports = $"{NativeDialect.Root}/imports";

    private static readonly Uploads Csv = new([ImportTemplate.Type, $"{ImportTemplate.Type}; charset=utf-8"], ImportCsv.LargestFile);

    public static void Map(DialectRoutes native)
    {
        native
            .Own("read how a file of people looks", isRead: true)
            .MapGet($"{Imports}/template", FindTemplate)
            .As("getImportTemplate", "A file of people to begin with: the columns, and examples.", streams: [ImportTemplate.Type]);
        native
            .Needs(Permission.GrantsWrite, Noun.Grant)
            .MapPost($"{Imports}/preview", PreviewAsync)
            .As(
                "previewImport",
                "What a file of people would do, row by row, and what is wrong with it; nothing is done.",
                uploads: Csv,
                tells: NativeJson.Wire.ImportPlanBody
            );
        native
            .Needs(Permission.GrantsWrite, Noun.Grant)
            .MapPost(Imports, CarryOutAsync)
            .As(
                "carryOutImport",
                "Does what a file of people asks for, all of it or nothing.",
                uploads: Csv,
                tells: NativeJson.Wire.ImportDoneBody,
                asks:
                [
                    Asks.Text(
                        "plan",
                        "As the preview of this file told it: it must be there. Where the file would do something else by now, it is refused."
                    ),
                    Asks.Flag("leavesOutErrors", "True: rows in error are left out; else they refuse the whole."),
                ],
                stepUp: true
            );
    }

    private static NativeAnswer FindTemplate(NativeCaller caller, NativeInput given) => given.Refusal is { } refusal ? refusal : new ImportTemplate();

    private static Task<NativeAnswer> PreviewAsync(NativeCaller caller, NativeInput given, PreviewImport preview, CancellationToken cancel)
    {
        var file = given.File();
        return given.AnswerAsync(
            () => preview.RunAsync(caller.Caller, caller.Tenant, file!, cancel),
            ImportPlanBody.Of,
            NativeJson.Wire.ImportPlanBody
        );
    }

    private static Task<NativeAnswer> CarryOutAsync(NativeCaller caller, NativeInput given, CarryOutImport import, CancellationToken cancel)
    {
        var (file, plan, leavesOut) = (given.File(), given.Text("plan"), given.Flag("leavesOutErrors") ?? false);
        if (plan is null)
        {
            given.Refuse("'plan' must be there: ask for the preview of the file first.");
        }

        return given.ActAsync(
            () => import.RunAsync(caller.Caller, caller.Tenant, file!, plan!, leavesOut, cancel),
            done => Done(done.Count(ImportEffect.Made), done.Count(ImportEffect.Changed), done.Count(ImportEffect.Kept), done.InError),
            former => Done(former.Counts[0], former.Counts[1], former.Counts[2], former.Counts[3])
        );
    }

    private static Task<NativeAnswer> Done(int made, int changed, int kept, int leftOut) =>
        Task.FromResult(NativeAnswer.Body(new ImportDoneBody(made, changed, kept, leftOut), NativeJson.Wire.ImportDoneBody));

    private static ImportFile? File(this NativeInput given)
    {
        if (given.Upload() is null)
        {
            return null;
        }

        if (ImportCsv.Read(given.Bytes.ToArray()).IsRefused(out var invalid, out var file))
        {
            given.Refuse(invalid.Detail);
        }

        return file;
    }
}
