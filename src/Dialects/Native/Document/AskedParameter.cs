using Latchwork.Dialects.Native.Wire;

namespace Latchwork.Dialects.Native.Document;

internal enum ParameterForm
{
    Text,
    Instant,
    Id,
    Flag,
    Word,
    Number,

    /// <summary>Of the web, and longer than other texts.</summary>
    Address,

    /// <summary>With commas between them.</summary>
    Texts,

    /// <summary>A place in the list that only the server makes.</summary>
    Cursor,

    /// <summary>Of the request's headers, and not of its query.</summary>
    Header,
}

/// <summary>A parameter of the query. None of them must be there, unless its text says so.</summary>
/// <param name="Words">All that it may be, where it is a word.</param>
internal sealed record AskedParameter(string Name, ParameterForm Form, string Text, IReadOnlyList<string>? Words = null);

/// <summary>The parameters that calls declare.</summary>
internal static class Asks
{
    public static AskedParameter[] Limit => Number("limit", "At most so many: 1 to 200; 50 where it is absent.");

    /// <summary>A part of a list.</summary>
    public static AskedParameter[] Page =>
        [
            .. Limit,
            new("cursor", ParameterForm.Cursor, "As 'next' of the part before, with the same filters."),
            .. Flag("total", "True: how many there are in all is told too."),
        ];

    public static AskedParameter[] Text(string name, string text) => [new(name, ParameterForm.Text, text)];

    public static AskedParameter[] Address(string name, string text) => [new(name, ParameterForm.Address, text)];

    public static AskedParameter[] Instant(string name, string text) => [new(name, ParameterForm.Instant, text)];

    public static AskedParameter[] Id(string name, string text) => [new(name, ParameterForm.Id, text)];

    public static AskedParameter[] Flag(string name, string text) => [new(name, ParameterForm.Flag, text)];

    public static AskedParameter[] Number(string name, string text) => [new(name, ParameterForm.Number, text)];

    /// <summary>Texts with commas between them.</summary>
    public static AskedParameter[] Texts(string name, string text) => [new(name, ParameterForm.Texts, text)];

    public static AskedParameter[] Header(string name, string text) => [new(name, ParameterForm.Header, text)];

    public static AskedParameter[] Word<T>(string name, string text)
        where T : struct, Enum => [new(name, ParameterForm.Word, text, [.. Enum.GetValues<T>().Select(NativeJson.Word)])];
}
