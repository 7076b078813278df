using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Latchwork.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Native.Wire;

/// <summary>
/// A single thing that has an entity tag: how it is read and told. A call that tells it, and the acts on it, declare the same one, so that the tag that
/// an act compares is of the body that was told.
/// </summary>
internal abstract class Tagged
{
    /// <summary>Of the body as it would be told now.</summary>
    public abstract Task<Outcome<string>> TagAsync(IServiceProvider services, NativeCaller caller, string id, CancellationToken cancel);

    public static Tagged<T, TBody> Of<TReader, T, TBody>(
        Func<TReader, NativeCaller, string, CancellationToken, Task<Outcome<T>>> find,
        Func<T, TBody> body,
        JsonTypeInfo<TBody> type
    )
        where TReader : notnull =>
        new((services, caller, id, cancel) => find(services.GetRequiredService<TReader>(), caller, id, cancel), body, type);
}

/// <inheritdoc cref="Tagged"/>
internal sealed class Tagged<T, TBody>(
    Func<IServiceProvider, NativeCaller, string, CancellationToken, Task<Outcome<T>>> find,
    Func<T, TBody> body,
    JsonTypeInfo<TBody> type
) : Tagged
{
    /// <summary>The way of the call that tells it.</summary>
    public Task<NativeAnswer> TellAsync(string id, NativeCaller caller, NativeInput given, IServiceProvider services, CancellationToken cancel) =>
        given.AnswerAsync(() => find(services, caller, id, cancel), body, type);

    public override async Task<Outcome<string>> TagAsync(IServiceProvider services, NativeCaller caller, string id, CancellationToken cancel) =>
        (await find(services, caller, id, cancel)).Then(found => EntityTag.Of(JsonSerializer.SerializeToUtf8Bytes(body(found), type)));
}
