using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;

namespace Latchwork.Dialects.Native;

/// <summary>
/// The way of every handler: it takes from the input what the call has; then either the input is refused, or the operation runs, and its refusal or its
/// value is the answer. An act that was asked for before under the same key is answered from what it did then.
/// </summary>
internal static class Answering
{
    /// <summary>A read, or an act whose operation itself answers the same request once more.</summary>
    /// <param name="run">Not called where the input is refused.</param>
    /// <param name="body">The value in the wire's form.</param>
    public static async Task<NativeAnswer> AnswerAsync<T, TBody>(
        this NativeInput given,
        Func<Task<Outcome<T>>> run,
        Func<T, TBody> body,
        JsonTypeInfo<TBody> type
    ) =>
        given.Refusal is { } refusal ? refusal
        : (await run()).IsRefused(out var error, out var value) ? error
        : NativeAnswer.Body(body(value), type);

    /// <summary>A read whose answer is more than a body.</summary>
    public static async Task<NativeAnswer> AnswerAsync<T>(this NativeInput given, Func<Task<Outcome<T>>> run, Func<T, NativeAnswer> answer) =>
        given.Refusal is { } refusal ? refusal
        : (await run()).IsRefused(out var error, out var value) ? error
        : answer(value);

    /// <summary>An act that has nothing to tell but what the request said.</summary>
    public static Task<NativeAnswer> ActAsync<T, TBody>(
        this NativeInput given,
        Func<Task<Outcome<T>>> run,
        Func<TBody> body,
        JsonTypeInfo<TBody> type
    ) => given.ActAsync(run, _ => Task.FromResult(NativeAnswer.Body(body(), type)), _ => Task.FromResult(NativeAnswer.Body(body(), type)));

    /// <summary>An act that changed what is named, or ended it.</summary>
    public static Task<NativeAnswer> ActAsync<T>(this NativeInput given, Func<Task<Outcome<T>>> run, string id) =>
        given.ActAsync(run, () => new MadeBody(id), NativeJson.Wire.MadeBody);

    /// <summary>An act that tells of what it made, or of how much it did.</summary>
    /// <param name="again">The answer of the same request once more, from the row that it made and the numbers that it told.</param>
    public static async Task<NativeAnswer> ActAsync<T>(
        this NativeInput given,
        Func<Task<Outcome<T>>> run,
        Func<T, Task<NativeAnswer>> answer,
        Func<FormerAct, Task<NativeAnswer>> again
    )
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        return !(await run()).IsRefused(out var error, out var value) ? await answer(value)
            : error.Former is not { } former ? error
            : former.Refusal is { } formerly ? formerly
            : await again(former);
    }

    /// <summary>An act that makes a row: the same answer from it the first time and later.</summary>
    /// <param name="row">Which one it made.</param>
    public static Task<NativeAnswer> MakeAsync<T>(
        this NativeInput given,
        Func<Task<Outcome<T>>> run,
        Func<T, Guid> row,
        Func<Guid, Task<NativeAnswer>> made
    ) => given.ActAsync(run, value => made(row(value)), former => made(former.Made!.Value));

    /// <summary>An act that counts what it did.</summary>
    public static Task<NativeAnswer> CountAsync<TBody>(
        this NativeInput given,
        Func<Task<Outcome<int>>> run,
        Func<int, TBody> body,
        JsonTypeInfo<TBody> type
    ) =>
        given.ActAsync(
            run,
            count => Task.FromResult(NativeAnswer.Body(body(count), type)),
            former => Task.FromResult(NativeAnswer.Body(body(former.Counts[0]), type))
        );
}
