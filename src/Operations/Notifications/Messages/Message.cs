using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Latchwork.Operations.Notifications.Messages;

/// <summary>What the server writes to people: one kind a class, with what it says besides its words.</summary>
/// <param name="ExpiresAt">What it offers ends then; it is not sent any more.</param>
internal abstract record Message(DateTimeOffset ExpiresAt)
{
    /// <summary>How the kind is called in the database: never renamed.</summary>
    [JsonIgnore]
    public abstract string Template { get; }

    /// <summary>Whoever writes it counts how often themselves; it is not counted among the others either.</summary>
    [JsonIgnore]
    public virtual bool HasLimitsOfItsOwn => false;

    /// <param name="server">The server's address as people know it; ends in a slash.</param>
    public abstract MailText In(IMailLanguage language, Uri server);

    /// <summary>As a short message; null for a kind that goes by mail alone.</summary>
    public virtual string? ShortIn(IMailLanguage language, Uri server) => null;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, MessageKinds.Find(Template)!);

    public sealed override string ToString() => Template;
}

/// <summary>The kinds that are there.</summary>
internal static class MessageKinds
{
    private static readonly Dictionary<string, JsonTypeInfo> All = new(StringComparer.Ordinal)
    {
        [VerificationCode.Name] = MessageJson.Default.VerificationCode,
        [EmailVerification.Name] = MessageJson.Default.EmailVerification,
        [Welcome.Name] = MessageJson.Default.Welcome,
        [PasswordReset.Name] = MessageJson.Default.PasswordReset,
        [AccessShared.Name] = MessageJson.Default.AccessShared,
        [MembershipNews.Name] = MessageJson.Default.MembershipNews,
        [CodeIssued.Name] = MessageJson.Default.CodeIssued,
        [CodeChanged.Name] = MessageJson.Default.CodeChanged,
        [CodeEnded.Name] = MessageJson.Default.CodeEnded,
        [StayBooked.Name] = MessageJson.Default.StayBooked,
        [StayChanged.Name] = MessageJson.Default.StayChanged,
        [StayCancelled.Name] = MessageJson.Default.StayCancelled,
        [AlertNews.Name] = MessageJson.Default.AlertNews,
    };

    public static JsonTypeInfo? Find(string template) => All.GetValueOrDefault(template);

    /// <returns>Null where this release does not know the kind, or it was written otherwise.</returns>
    public static Message? Read(string template, ReadOnlySpan<byte> values)
    {
        try
        {
            return Find(template) is { } kind ? (Message?)JsonSerializer.Deserialize(values, kind) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerificationCode))]
[JsonSerializable(typeof(EmailVerification))]
[JsonSerializable(typeof(Welcome))]
[JsonSerializable(typeof(PasswordReset))]
[JsonSerializable(typeof(AccessShared))]
[JsonSerializable(typeof(MembershipNews))]
[JsonSerializable(typeof(CodeIssued))]
[JsonSerializable(typeof(CodeChanged))]
[JsonSerializable(typeof(CodeEnded))]
[JsonSerializable(typeof(StayBooked))]
[JsonSerializable(typeof(StayChanged))]
[JsonSerializable(typeof(StayCancelled))]
[JsonSerializable(typeof(AlertNews))]
internal sealed partial class MessageJson : JsonSerializerContext;
