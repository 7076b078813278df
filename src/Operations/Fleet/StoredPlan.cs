using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain.Credentials;

namespace Latchwork.Operations.Fleet;

/// <summary>What the holder of a link remembers of an enrollment, in its column <c>plan</c>. Free of digits.</summary>
public sealed record StoredPlan
{
    /// <summary>So many writes are remembered: what is older cannot still be in the air.</summary>
    private const int MostWritten = 8;

    public static StoredPlan None { get; } = new();

    /// <summary>Null until a holder has looked at the enrollment for the first time.</summary>
    public EnrollmentState? State { get; init; }

    /// <summary>What was sent to the slot, oldest first, until the slot is known to hold nothing of ours.</summary>
    public IReadOnlyList<WrittenCode> Written
    {
        get;
        // Generated code sets what the text leaves out to null.
        init => field = value ?? [];
    } = [];

    public StoredPlan With(WrittenCode written) =>
        this with
        {
            Written = [.. Written.Where(code => code.Revision != written.Revision).TakeLast(MostWritten - 1), written],
        };

    public string ToJson() => JsonSerializer.Serialize(this, StoredPlanJson.Default.StoredPlan);

    public static StoredPlan FromJson(string json) => JsonSerializer.Deserialize(json, StoredPlanJson.Default.StoredPlan) ?? None;
}

/// <param name="Index">The keyed hash of its digits on its lock (KR-3): enough to know them again in a read.</param>
public sealed record WrittenCode(int Revision, byte[] Index);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredPlan))]
internal sealed partial class StoredPlanJson : JsonSerializerContext;
