using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Native.Wire;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Document;

/// <summary>
/// What a route takes and answers. It is metadata of the endpoint: the document is written from it, and every request and answer is held to it, so that the two
/// cannot differ.
/// </summary>
/// <param name="Id">What generated clients call the operation. Never changed once released.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Takes">The body; null where none is taken.</param>
/// <param name="Tells">The body of a 200.</param>
/// <param name="Makes">The body of a 201, in place of that.</param>
/// <param name="Streams">The media types of a 200 that is no JSON body, in place of both.</param>
/// <param name="Asks">Parameters of the query, and headers.</param>
internal sealed record ApiCall(
    string Id,
    string Summary,
    JsonTypeInfo? Takes,
    JsonTypeInfo? Tells,
    JsonTypeInfo? Makes,
    IReadOnlyList<string> Streams,
    IReadOnlyList<AskedParameter> Asks
)
{
    /// <summary>The body may be left out: then all its members are as where each is absent.</summary>
    public bool MayLackBody { get; init; }

    /// <summary>A person at the console has to have shown who they are a few minutes ago (CO-4); a key needs its scope alone.</summary>
    public bool StepUp { get; init; }

    /// <summary>The body that is no JSON; null where none of the kind is taken.</summary>
    public Uploads? Uploads { get; init; }

    /// <summary>Its 200 is no JSON body and has an entity tag all the same.</summary>
    public bool IsCached { get; init; }

    /// <summary>What it tells or acts on, where that is a single thing with an entity tag.</summary>
    public Tagged? Tagged { get; init; }

    /// <exception cref="InvalidOperationException">The route says that it takes another body, or none.</exception>
    public void MustTake(JsonTypeInfo body) => Must(Takes?.Type == body.Type, $"takes {body.Type.Name}");

    /// <exception cref="InvalidOperationException">The route says that it takes no such body.</exception>
    public void MustTakeUploads() => Must(Uploads is not null, "takes what is no JSON");

    /// <exception cref="InvalidOperationException">The route says nothing of such a parameter.</exception>
    public void MustAsk(string name, ParameterForm form) => Must(Asks.Any(asked => asked.Name == name && asked.Form == form), $"asks for {name}");

    /// <exception cref="InvalidOperationException">The route says that it asks for more.</exception>
    public void MustHaveAsked(IReadOnlySet<string> asked, bool tookBody)
    {
        Must(tookBody || (Takes is null && Uploads is null), "takes no body");
        Must(asked.Count == Asks.Count(one => one.Form != ParameterForm.Header), $"asks for {string.Join(", ", asked)}");
    }

    /// <exception cref="InvalidOperationException">The route says that it answers with another body.</exception>
    public void MustAnswer(int status, JsonTypeInfo body) =>
        Must((status == 201 ? Makes : Tells)?.Type == body.Type, $"answers {status} {body.Type.Name}");

    private void Must(bool isSaid, string what)
    {
        if (!isSaid)
        {
            throw new InvalidOperationException($"The call {Id} {what}, and its declaration does not say so.");
        }
    }
}

/// <summary>A body that is no JSON.</summary>
/// <param name="Types">The media types that it may have.</param>
/// <param name="Largest">In bytes: a limit of its own (AZ-10).</param>
internal sealed record Uploads(IReadOnlyList<string> Types, int Largest);

internal static class ApiCalls
{
    /// <summary>Declares what the route takes and answers.</summary>
    /// <inheritdoc cref="ApiCall"/>
    public static void As(
        this RouteHandlerBuilder route,
        string id,
        string summary,
        JsonTypeInfo? takes = null,
        JsonTypeInfo? tells = null,
        JsonTypeInfo? makes = null,
        IReadOnlyList<string>? streams = null,
        IReadOnlyList<IReadOnlyList<AskedParameter>>? asks = null,
        bool mayLackBody = false,
        Tagged? tagged = null,
        bool stepUp = false,
        Uploads? uploads = null,
        bool isCached = false
    ) =>
        route.WithMetadata(
            new ApiCall(id, summary, takes, tells, makes, streams ?? [], [.. (asks ?? []).SelectMany(some => some)])
            {
                MayLackBody = mayLackBody,
                Tagged = tagged,
                StepUp = stepUp,
                Uploads = uploads,
                IsCached = isCached,
            }
        );
}
