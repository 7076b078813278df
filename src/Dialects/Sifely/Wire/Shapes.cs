using System.Text.Json.Serialization;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>Shape P. It has no member <c>code</c>: a client takes the mere presence for a failure (1.5).</summary>
internal sealed record PageBody<T>(
    [property: JsonPropertyOrder(0)] IReadOnlyList<T> List,
    [property: JsonPropertyOrder(1)] int PageNo,
    [property: JsonPropertyOrder(2)] int PageSize,
    [property: JsonPropertyOrder(3)] int Pages,
    [property: JsonPropertyOrder(4)] int Total
);

/// <summary>Shape L.</summary>
internal sealed record ListBody<T>(IReadOnlyList<T> List);

/// <summary>Shape Y. It has no member <c>message</c>: clients search that for words of failure (20.2).</summary>
internal sealed record YesBody(string Errmsg = "none error message", string Description = "none error message or means yes")
{
    [JsonPropertyOrder(-1)]
    public int Errcode { get; init; }
}

/// <summary>Shape E: every name under which some client looks for the code and the text.</summary>
internal sealed record ErrorBody(int Code, string Message, string Msg, int Errcode, string Errmsg, string Description)
{
    public static ErrorBody Of(SifelyError error) => new(error.Code, error.Text, error.Text, error.Code, error.Text, error.Detail ?? error.Text);
}

/// <summary>Shape E on the wire of TTLock (19).</summary>
internal sealed record TTLockErrorBody(int Errcode, string Errmsg, string Description)
{
    public static TTLockErrorBody Of(SifelyError error) => new(error.Code, error.Text, error.Detail ?? error.Text);
}

/// <summary>Shape W.</summary>
internal sealed record WrappedBody<T>(int Code, string Message, T Data)
{
    public static WrappedBody<T> Success(T data) => new(200, "success", data);
}
