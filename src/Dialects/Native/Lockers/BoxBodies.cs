using Latchwork.Dialects.Native.Events;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Lockers;

namespace Latchwork.Dialects.Native.Lockers;

/// <summary>A box that can be given to somebody for that time.</summary>
/// <param name="Number">As it stands on the door: <c>00-07</c>.</param>
internal sealed record FreeBoxBody(string Number, string? Name, string Size)
{
    public static FreeBoxBody Of(SeenBox seen) => new($"{seen.Number}", seen.Name, NativeJson.Word(seen.Size));
}

/// <summary>What boxes show.</summary>
/// <param name="Boxes">Their numbers: one at least.</param>
/// <param name="Light">A name, such as <c>green</c>, or <c>#RRGGBB</c>; <c>off</c> for dark.</param>
/// <param name="Seconds">For so long, at most a day; absent: until it is changed.</param>
internal sealed record BoxLightBody(IReadOnlyList<string> Boxes, string Light, bool Blinks = false, int? Seconds = null)
{
    public Outcome<BoxLight> Read()
    {
        var numbers = Boxes.Select(BoxNumber.Parse).ToList();
        return LedColour.Parse(Light).IsRefused(out var unknown, out var colour) ? unknown
            // A number of another form is none of the cabinet's.
            : numbers.Exists(number => number.Error is not null) ? AccessError.NotFound(Noun.Box)
            : new BoxLight([.. numbers.Select(number => number.Value)], colour, Blinks, Seconds is { } time ? TimeSpan.FromSeconds(time) : null);
    }
}

/// <param name="Status">
/// <c>free</c> ends who has it now, and their codes; <c>inUse</c> and <c>overdue</c> hold it, for nobody where nobody has it; <c>broken</c> takes it out of what can
/// be had.
/// </param>
internal sealed record BoxStatusBody(BoxStatus Status);

/// <summary>A part of the log of a box, newest first.</summary>
/// <param name="Next">Passed as <c>before</c> it goes on; absent in the last part.</param>
internal sealed record BoxLogBody(IReadOnlyList<BoxEventBody> Items, string? Next)
{
    public static BoxLogBody Of(BoxRecordPage page) =>
        new([.. page.Records.Select(BoxEventBody.Of)], page.Next is { } next ? EventIds.Text(next) : null);
}

/// <summary>Something that happened to a box.</summary>
/// <param name="Id">Of the event, as the list of events has it.</param>
/// <param name="Type">As there.</param>
/// <param name="At">By the cabinet's clock where it has one.</param>
/// <param name="By">Who asked for it: <c>user</c>, <c>apiClient</c> and the like; absent where nobody did.</param>
/// <param name="Shown">What was shown at the panel.</param>
/// <param name="CredentialName">Of what was shown, where it is one of ours.</param>
/// <param name="Inside">Whether something is in it.</param>
internal sealed record BoxEventBody(
    string Id,
    string Type,
    string Outcome,
    DateTimeOffset At,
    DateTimeOffset ReceivedAt,
    string? By,
    string? Shown,
    string? CredentialName,
    string? Door,
    string? Inside
)
{
    public static BoxEventBody Of(BoxRecord told) =>
        new(
            EventIds.Text(told.Number),
            EventTypes.Of(told.Kind).Name,
            NativeJson.Word(told.Outcome),
            told.HappenedAt,
            told.ReceivedAt,
            told.By is { } kind ? NativeJson.Word(kind) : null,
            told.Shown is { } shown ? NativeJson.Word(shown) : null,
            told.CredentialName,
            told.Door is { } door ? NativeJson.Word(door) : null,
            told.Inside is { } inside ? NativeJson.Word(inside) : null
        );

    public override string ToString() => $"event {Id}";
}
