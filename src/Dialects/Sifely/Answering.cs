using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Operations;

namespace Latchwork.Dialects.Sifely;

/// <summary>
/// The way of every handler: it takes from the parameters what the call has; then either these are refused, or the operation runs, and its refusal
/// or its value is the answer. None runs an operation on refused parameters.
/// </summary>
internal static class Answering
{
    /// <summary>Shape Y, for what changes or moves something.</summary>
    public static Task<SifelyAnswer> YesAsync<T>(this SifelyParameters given, Func<Task<Outcome<T>>> run) =>
        given.AnswerAsync(run, SifelyErrors.OnWrite, _ => SifelyAnswer.Yes);

    /// <summary>Shape O of what was made.</summary>
    public static Task<SifelyAnswer> MadeAsync<T, TBody>(
        this SifelyParameters given,
        Func<Task<Outcome<T>>> run,
        Func<T, TBody> body,
        JsonTypeInfo<TBody> type
    ) => given.AnswerAsync(run, SifelyErrors.OnWrite, made => SifelyAnswer.Body(body(made), type));

    /// <summary>Shapes O and L of what the database holds.</summary>
    public static Task<SifelyAnswer> ReadAsync<T, TBody>(
        this SifelyParameters given,
        Func<Task<Outcome<T>>> run,
        Func<T, TBody> body,
        JsonTypeInfo<TBody> type
    ) => given.AnswerAsync(run, SifelyErrors.OnRead, seen => SifelyAnswer.Body(body(seen), type));

    /// <summary>Shape P.</summary>
    public static Task<SifelyAnswer> PageAsync<T, TRow>(
        this SifelyParameters given,
        Paging paging,
        Func<Task<Outcome<PageOf<T>>>> run,
        Func<T, TRow> row,
        JsonTypeInfo<PageBody<TRow>> type
    ) => given.ReadAsync(run, found => paging.Body(found, row), type);

    /// <summary>Shape L.</summary>
    public static Task<SifelyAnswer> ListAsync<T, TRow>(
        this SifelyParameters given,
        Func<Task<Outcome<IReadOnlyList<T>>>> run,
        Func<T, TRow> row,
        JsonTypeInfo<ListBody<TRow>> type
    ) => given.ReadAsync(run, found => new ListBody<TRow>([.. found.Select(row)]), type);

    /// <summary>Shape O of what the device, or the lock's detail, tells: clients find a refusal's code in a 200 (1.5).</summary>
    public static Task<SifelyAnswer> DeviceReadAsync<T, TBody>(
        this SifelyParameters given,
        Func<Task<Outcome<T>>> run,
        Func<T, TBody> body,
        JsonTypeInfo<TBody> type
    ) => given.AnswerAsync(run, SifelyErrors.OnDeviceRead, seen => SifelyAnswer.Body(body(seen), type));

    private static async Task<SifelyAnswer> AnswerAsync<T>(
        this SifelyParameters given,
        Func<Task<Outcome<T>>> run,
        Func<AccessError, SifelyError> refused,
        Func<T, SifelyAnswer> answer
    )
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        return (await run()).IsRefused(out var error, out var value) ? refused(error) : answer(value);
    }
}
