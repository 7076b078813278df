using System.Text.Json.Serialization;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Users;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Sharing;

/// <summary>Looks people up, one by one or up to 25 at once; the versions differ in their bodies (10.10, 10.11).</summary>
internal static class DirectoryEndpoint
{
    private const int Most = 25;
    private const int LongestKey = 1024;

    public static void Map(DialectRoutes doordeck) =>
        doordeck.Own("look people up").WithMetadata(new CountedApart(RateClass.LookUps)).MapPost("/directory/query", QueryAsync).InVersions(1, 2);

    private static Task<DoordeckAnswer> QueryAsync(
        DoordeckCaller caller,
        DoordeckInput given,
        PeopleDirectory people,
        IdentityTokens identities,
        CancellationToken cancel
    ) => given.Version == 1 ? OneAsync(caller, given, people, identities, cancel) : ManyAsync(caller, given, people, cancel);

    private static Task<DoordeckAnswer> OneAsync(
        DoordeckCaller caller,
        DoordeckInput given,
        PeopleDirectory people,
        IdentityTokens identities,
        CancellationToken cancel
    )
    {
        var body = given.Body(DoordeckJson.Wire.OneQueryBody);
        var keys = KeysOf(given, body?.Keys() ?? []);
        if (keys.Count + (body?.Identity is null ? 0 : 1) != 1)
        {
            given.Refuse("Name exactly one of email, telephone, localKey, foreignKey and identity.");
        }

        return body?.Identity is { } identity
            ? given.AnswerAsync(() => identities.OpenAsync(caller.Caller, identity, cancel), PersonKeyBody.Of, DoordeckJson.Wire.PersonKeyBody)
            : OneAsync(caller, given, keys, people, cancel);
    }

    private static Task<DoordeckAnswer> OneAsync(
        DoordeckCaller caller,
        DoordeckInput given,
        List<DirectoryKey> keys,
        PeopleDirectory people,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => people.FindAsync(caller.Caller, keys, cancel),
            found => found is [var only, ..] ? DoordeckAnswer.Body(PersonKeyBody.Of(only.Person), DoordeckJson.Wire.PersonKeyBody) : Nobody
        );

    private static Task<DoordeckAnswer> ManyAsync(DoordeckCaller caller, DoordeckInput given, PeopleDirectory people, CancellationToken cancel)
    {
        var keys = KeysOf(given, given.Body(DoordeckJson.Wire.ManyQueryBody)?.Keys() ?? []);
        if (keys.Count is 0 or > Most)
        {
            given.Refuse($"Name 1 to {Most} people.");
        }

        return given.AnswerAsync(
            () => people.FindAsync(caller.Caller, keys, cancel),
            found => found.Select(FoundPersonBody.Of).ToArray(),
            DoordeckJson.Wire.FoundPersonBodyArray
        );
    }

    private static List<DirectoryKey> KeysOf(DoordeckInput given, IEnumerable<DirectoryKey> asked)
    {
        List<DirectoryKey> keys = [.. asked.Take(Most + 1)];
        if (keys.Exists(key => key.Text is null or { Length: 0 or > LongestKey }))
        {
            given.Refuse($"Each key has 1 to {LongestKey} characters.");
        }

        return keys;
    }

    private static DoordeckAnswer Nobody { get; } = AccessError.NotFound(Noun.User);
}

/// <summary>One of them; clients write the others as null.</summary>
internal sealed record OneQueryBody(
    string? Email = null,
    string? Telephone = null,
    string? LocalKey = null,
    string? ForeignKey = null,
    string? Identity = null
)
{
    public IEnumerable<DirectoryKey> Keys() =>
        new (DirectoryField Field, string? Text)[]
        {
            (DirectoryField.Email, Email),
            (DirectoryField.Telephone, Telephone),
            (DirectoryField.LocalKey, LocalKey),
            (DirectoryField.ForeignKey, ForeignKey),
        }
            .Where(key => key.Text is not null)
            .Select(key => new DirectoryKey(key.Field, key.Text!));

    public override string ToString() => nameof(OneQueryBody);
}

internal sealed record ManyQueryBody(
    IReadOnlyList<string>? Email = null,
    IReadOnlyList<string>? Telephone = null,
    IReadOnlyList<string>? LocalKey = null,
    IReadOnlyList<string>? ForeignKey = null
)
{
    public IEnumerable<DirectoryKey> Keys() =>
        new (DirectoryField Field, IReadOnlyList<string>? Texts)[]
        {
            (DirectoryField.Email, Email),
            (DirectoryField.Telephone, Telephone),
            (DirectoryField.LocalKey, LocalKey),
            (DirectoryField.ForeignKey, ForeignKey),
        }.SelectMany(keys => (keys.Texts ?? []).Select(text => new DirectoryKey(keys.Field, text)));

    public override string ToString() => nameof(ManyQueryBody);
}

/// <summary>With the key by which they were found, as it was asked for; the telephone under both names that clients know.</summary>
internal sealed record FoundPersonBody(
    string Id,
    string PublicKey,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Email,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Telephone,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Phone,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ForeignKey
)
{
    public static FoundPersonBody Of(DirectoryEntry entry)
    {
        var telephone = By(DirectoryField.Telephone);
        var key = PersonKeyBody.Of(entry.Person);
        return new FoundPersonBody(key.Id, key.PublicKey, By(DirectoryField.Email), telephone, telephone, By(DirectoryField.ForeignKey));

        string? By(DirectoryField field) => entry.Found.Field == field ? entry.Found.Text : null;
    }

    public override string ToString() => nameof(FoundPersonBody);
}
