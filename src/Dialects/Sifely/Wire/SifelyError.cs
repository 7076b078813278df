using Latchwork.Domain;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>An error as this wire tells it: HTTP status, code, and a text of which clients match fragments (1.5, 14).</summary>
/// <param name="Status">HTTP.</param>
/// <param name="Code">Of section 14.</param>
/// <param name="Text">The wire's own words; the members <c>message</c>, <c>msg</c> and <c>errmsg</c>.</param>
/// <param name="Detail">What helps to mend a malformed request; the member <c>description</c>. Null: the text again.</param>
internal sealed record SifelyError(int Status, int Code, string Text, string? Detail = null)
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the core said; null where the request did not come so far.</summary>
    public AccessErrorCode? Reason { get; init; }

    /// <summary>One of the few answers with 5xx that the wire asks for (LG-2): an absent parameter.</summary>
    public bool IsAbsentParameter { get; init; }

    /// <summary>The quota of the month, which TTLock tells by another code than the rate.</summary>
    public bool IsMonthly { get; init; }

    /// <summary>Clients quote this sentence, down to the Java type of the parameter.</summary>
    public static SifelyError Absent(string name, JavaType type) =>
        new(500, 500, $"Required request parameter '{name}' for method parameter type {type} is not present") { IsAbsentParameter = true };

    public static SifelyError Invalid(string detail) => new(400, -3, "Invalid Parameter.", detail);

    public static SifelyError NotJson { get; } = new(400, 80002, "invalid json format");

    public static SifelyError BodyTooLarge { get; } = new(413, 413, "The request body is too large.");

    /// <summary>The same on the wire of TTLock: status 200, and its own codes for what the other wire says by a status (14, 19).</summary>
    public SifelyError InTTLock() =>
        this switch
        {
            { Reason: AccessErrorCode.WrongLogin } => this with { Status = 200, Code = 10007, Text = "invalid account or invalid password" },
            { Code: 401 } => this with { Status = 200, Code = 10003, Text = "invalid token" },
            { IsMonthly: true } => this with { Status = 200, Code = 30007, Text = "exceeded the monthly limit for API calls" },
            { Code: 429 } => this with { Status = 200, Code = 30006, Text = "exceeds the restrictions of API call number" },
            { IsAbsentParameter: true } => this with { Status = 200, Code = -3, Text = "Invalid Parameter.", Detail = Text },
            { Code: 413 } => this with { Status = 200, Code = -3, Text = "Invalid Parameter.", Detail = Text },
            { Code: 403 } => this with { Status = 200, Code = 1 },
            _ => this with { Status = 200 },
        };

    /// <summary>The answer as the quirk switches of the installation want it (1.5, 16).</summary>
    public SifelyError Under(SifelyOptions options) =>
        IsAbsentParameter && options.AbsentParameterAs400 ? this with { Status = 400, Code = 400 }
        : Status == 429 && options.RateLimitAs200 ? this with { Status = 200 }
        : this;
}

/// <summary>The types that the vendor's server names in its complaints.</summary>
internal enum JavaType
{
    String,
    Integer,
    Long,
}
