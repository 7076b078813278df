using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain.Locks;

namespace Latchwork.Operations.Locks;

/// <summary>A lock's location as its column keeps it.</summary>
internal static class LocationText
{
    public static string Write(LockLocation location) => JsonSerializer.Serialize(location, LocationJson.Default.LockLocation);

    public static LockLocation Read(string stored) =>
        JsonSerializer.Deserialize(stored, LocationJson.Default.LockLocation) ?? throw new JsonException("A location is never null.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LockLocation))]
internal sealed partial class LocationJson : JsonSerializerContext;
