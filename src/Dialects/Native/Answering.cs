using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;

namespace Latchwork.Dialects.Native;

/// <summary>
/// The way of every handler: it takes from the input what the call has; then either the input is refused, or the operation runs, and its refusal or its
/// value is the answer.
/// </summary>
internal static class Answering
{
    /// <param name="run">Not called where the input is refused.</param>
    /// <param name="body">The value in the wire's form.</param>
    public static Task<NativeAnswer> AnswerAsync<T, TBody>(
        this NativeInput given,
        Func<Task<Outcome<T>>> run,
        Func<T, TBody> body,
        JsonTypeInfo<TBody> type
    ) => given.AnswerAsync(run, value => Task.FromResult(NativeAnswer.Body(body(value), type)));

    public static async Task<NativeAnswer> AnswerAsync<T>(this NativeInput given, Func<Task<Outcome<T>>> run, Func<T, Task<NativeAnswer>> answer)
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        return (await run()).IsRefused(out var error, out var value) ? error : await answer(value);
    }
}
