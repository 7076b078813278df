using Latchwork.Dialects.Native.Grants;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Users;
using Latchwork.Operations.Imports;

namespace Latchwork.Dialects.Native.Imports;

/// <summary>What a file of people would do.</summary>
/// <param name="Plan">Goes back with the file to carry it out: another one is another plan.</param>
/// <param name="Kept">What is so already.</param>
/// <param name="InError">Rows of which nothing is done.</param>
internal sealed record ImportPlanBody(string Plan, int Made, int Changed, int Kept, int InError, IReadOnlyList<ImportRowBody> Rows)
{
    public static ImportPlanBody Of(ImportPlan plan) =>
        new(
            plan.Digest,
            plan.Count(ImportEffect.Made),
            plan.Count(ImportEffect.Changed),
            plan.Count(ImportEffect.Kept),
            plan.InError,
            [.. plan.Rows.Select(ImportRowBody.Of)]
        );
}

/// <param name="Line">Of the file, whose first is 1.</param>
/// <param name="Whom">The name or address in the row; absent where it has neither.</param>
/// <param name="Errors">Where there is one, the row does nothing.</param>
internal sealed record ImportRowBody(int Line, string? Whom, IReadOnlyList<ImportChangeBody> Changes, IReadOnlyList<ImportErrorBody> Errors)
{
    public static ImportRowBody Of(ImportOutcome row) =>
        new(row.Line, row.Whom, [.. row.Changes.Select(ImportChangeBody.Of)], [.. row.Faults.Select(ImportErrorBody.Of)]);

    public override string ToString() => $"line {Line}";
}

/// <param name="Act">A <c>membership</c> is made at once or by invitation.</param>
/// <param name="FormerRole">What they were until then.</param>
/// <param name="TimeZone">Of the door.</param>
/// <param name="Right">Of a grant, as its hours and whether it opens from afar.</param>
internal sealed record ImportChangeBody(
    ImportAct Act,
    ImportEffect Effect,
    TenantRole? Role,
    TenantRole? FormerRole,
    string? LockId,
    string? LockName,
    string? TimeZone,
    GrantLevel? Right,
    GrantWindowBody? Window,
    HoursBody? Hours,
    bool? CanUnlockRemotely
)
{
    public static ImportChangeBody Of(ImportChange change) =>
        new(
            change.Act,
            change.Effect,
            change.Role,
            change.Former,
            change.Door?.Id,
            change.Door?.Name,
            change.Door?.Zone,
            change.Terms is { } terms ? GrantLevels.Of(terms) : null,
            change.Door is null ? null : GrantWindowBody.Of(change.Terms?.Window ?? change.Window),
            change.Terms?.Hours is { } hours ? HoursBody.Of(hours) : null,
            change.Terms?.CanUnlockRemotely
        );
}

/// <param name="Column">By its name; absent for the row as a whole.</param>
/// <param name="Code">One of this list's own, or of a refusal of the act itself.</param>
internal sealed record ImportErrorBody(string? Column, string Code, string Detail)
{
    public static ImportErrorBody Of(ImportFault fault) =>
        new(fault.Column is { } column ? ImportCsv.NameOf(column) : null, CodeOf(fault), fault.Detail);

    private static string CodeOf(ImportFault fault) =>
        fault.Code switch
        {
            ImportFaultCode.Refused => NativeErrors.CodeOf(fault.Refusal!.Value),
            ImportFaultCode.Missing => "missing",
            ImportFaultCode.Unreadable => "unreadable",
            ImportFaultCode.UnknownDoor => "unknown-door",
            ImportFaultCode.AmbiguousDoor => "ambiguous-door",
            ImportFaultCode.UnknownSite => "unknown-site",
            ImportFaultCode.TooMany => "too-many",
            ImportFaultCode.SkippedTime => "skipped-time",
            ImportFaultCode.DuplicateRow => "duplicate-row",
            ImportFaultCode.Differs => "differs",
        };
}

/// <param name="LeftOut">Rows in error.</param>
internal sealed record ImportDoneBody(int Made, int Changed, int Kept, int LeftOut);
