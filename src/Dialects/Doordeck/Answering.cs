using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;

namespace Latchwork.Dialects.Doordeck;

/// <summary>
/// The way of every handler: it takes from the input what the call has; then either the input is refused, or the operation runs, and its refusal or its
/// value is the answer.
/// </summary>
internal static class Answering
{
    /// <param name="run">Not called where the input is refused.</param>
    /// <param name="body">The value in the wire's form.</param>
    public static Task<DoordeckAnswer> AnswerAsync<T, TBody>(
        this DoordeckInput given,
        Func<Task<Outcome<T>>> run,
        Func<T, TBody> body,
        JsonTypeInfo<TBody> type
    ) => given.AnswerAsync(run, value => DoordeckAnswer.Body(body(value), type));

    /// <inheritdoc cref="AnswerAsync{T, TBody}"/>
    public static async Task<DoordeckAnswer> AnswerAsync<T>(this DoordeckInput given, Func<Task<Outcome<T>>> run, Func<T, DoordeckAnswer> answer)
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        return (await run()).IsRefused(out var error, out var value) ? error : answer(value);
    }
}
