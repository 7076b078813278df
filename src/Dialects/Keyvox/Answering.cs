using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;

namespace Latchwork.Dialects.Keyvox;

/// <summary>
/// The way of every function: it takes its arguments from the input; then either the input is refused, or the operation runs, and its refusal or its value is the
/// answer. A repeated act is answered from what it made the first time (HM-7).
/// </summary>
internal static class Answering
{
    /// <param name="run">Not called where the input is refused.</param>
    public static async Task<KeyvoxAnswer> AnswerAsync<T>(this KeyvoxInput given, Func<Task<Outcome<T>>> run, Func<T, KeyvoxAnswer> answer)
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        return (await run()).IsRefused(out var error, out var value) ? error : answer(value);
    }

    /// <inheritdoc cref="AnswerAsync{T}"/>
    public static Task<KeyvoxAnswer> AnswerAsync<T, TData>(
        this KeyvoxInput given,
        Func<Task<Outcome<T>>> run,
        Func<T, TData> data,
        JsonTypeInfo<TData> type
    ) => given.AnswerAsync(run, value => KeyvoxAnswer.Data(data(value), type));

    /// <summary>An act that has nothing to tell but that it was done.</summary>
    public static Task<KeyvoxAnswer> ActAsync<T>(this KeyvoxInput given, Func<Task<Outcome<T>>> run) =>
        given.ActAsync(run, _ => Task.FromResult(KeyvoxAnswer.Yes), _ => Task.FromResult(KeyvoxAnswer.Yes));

    /// <summary>An act that tells of a row.</summary>
    /// <param name="again">The answer of the same request once more, from the row as it is now.</param>
    public static async Task<KeyvoxAnswer> ActAsync<T>(
        this KeyvoxInput given,
        Func<Task<Outcome<T>>> run,
        Func<T, Task<KeyvoxAnswer>> answer,
        Func<Guid, Task<KeyvoxAnswer>> again
    )
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!(await run()).IsRefused(out var error, out var value))
        {
            return await answer(value);
        }

        return error.Former switch
        {
            null => error,
            { Refused: { } code } former => new AccessError(code, "", former.What),
            { Made: { } row } => await again(row),
            _ => await again(Guid.Empty),
        };
    }
}
