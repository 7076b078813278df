using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.Native.Wire;

[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(SetUpBody))]
[JsonSerializable(typeof(SetUpDoneBody))]
[JsonSerializable(typeof(AcceptBody))]
[JsonSerializable(typeof(AcceptedBody))]
[JsonSerializable(typeof(TenantBody))]
[JsonSerializable(typeof(NewSiteBody))]
[JsonSerializable(typeof(SiteBody))]
[JsonSerializable(typeof(MadeBody))]
[JsonSerializable(typeof(ListBody<SiteBody>))]
[JsonSerializable(typeof(PairLinkBody))]
[JsonSerializable(typeof(LinkBody))]
[JsonSerializable(typeof(LinkDetailBody))]
[JsonSerializable(typeof(RemovedLinkBody))]
[JsonSerializable(typeof(ListBody<LinkBody>))]
[JsonSerializable(typeof(ListBody<DriverBody>))]
[JsonSerializable(typeof(LockBody))]
[JsonSerializable(typeof(ListBody<LockBody>))]
[JsonSerializable(typeof(MotionBody))]
[JsonSerializable(typeof(StateBody))]
[JsonSerializable(typeof(ListBody<EventBody>))]
[JsonSerializable(typeof(NewAppClientBody))]
[JsonSerializable(typeof(AddedAppClientBody))]
[JsonSerializable(typeof(ClientLimitsBody))]
[JsonSerializable(typeof(ListBody<ApiClientBody>))]
internal sealed partial class NativeJson : JsonSerializerContext
{
    private const int Depth = 16;

    /// <summary>Unknown, repeated, missing and null members, and names in another case, are refused (AZ-9).</summary>
    public static NativeJson Wire { get; } =
        new(
            new JsonSerializerOptions(JsonSerializerOptions.Strict)
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                MaxDepth = Depth,
                Converters = { new JsonStringEnumConverter<SubscriptionState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            }
        );

    /// <summary>A word of the core in this wire's spelling: <c>BoltMoved</c> is <c>boltMoved</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static IReadOnlyList<string> Words<T>(T flags)
        where T : struct, Enum => [.. Enum.GetValues<T>().Where(bit => Convert.ToInt64(bit, null) != 0 && flags.HasFlag(bit)).Select(Word)];
}
