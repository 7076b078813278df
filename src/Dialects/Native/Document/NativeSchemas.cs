using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Latchwork.Dialects.Native.Document;

/// <summary>
/// The schemas of bodies, from what reads and writes them. A member that may be absent is not required and never null; of a body that is taken, unknown members are
/// refused, while answers may get more members.
/// </summary>
internal sealed class NativeSchemas(BodyComments comments)
{
    private readonly SortedDictionary<string, JsonObject> made = new(StringComparer.Ordinal);

    /// <summary>All schemas that were asked for, and those that they refer to.</summary>
    public JsonObject All => new(made.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value.DeepClone())));

    /// <param name="isTaken">It comes with requests, so it is strict.</param>
    public JsonObject Ref(JsonTypeInfo type, bool isTaken)
    {
        if (type.Kind == JsonTypeInfoKind.None)
        {
            return new JsonObject { ["type"] = "object" };
        }

        var name = NameOf(type.Type);
        if (!made.TryGetValue(name, out var there))
        {
            made[name] = [];
            made[name] = Export(type, isTaken);
        }
        else if (isTaken)
        {
            there["additionalProperties"] = false;
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    /// <summary><c>NewSiteBody</c> is NewSite, a list of <c>SiteBody</c> is SiteList.</summary>
    private static string NameOf(Type type) =>
        type.IsGenericType
            ? $"{NameOf(type.GenericTypeArguments[0])}List"
            : type.Name[..^(type.Name.EndsWith("Body", StringComparison.Ordinal) ? 4 : 0)];

    private JsonObject Export(JsonTypeInfo type, bool isTaken)
    {
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => context.Path.IsEmpty ? node : Member(context, node, isTaken),
        };
        var schema = type.GetJsonSchemaAsNode(options).AsObject();
        schema["type"] = "object";
        if (!isTaken)
        {
            schema.Remove("additionalProperties");
        }

        Require(schema, type, isTaken);
        return Described(schema, comments.Of(type.Type));
    }

    /// <summary>Bodies inside bodies have a name of their own.</summary>
    private JsonNode Member(JsonSchemaExporterContext context, JsonNode node, bool isTaken)
    {
        var schema =
            context.TypeInfo.Kind == JsonTypeInfoKind.Object ? Ref(context.TypeInfo, isTaken)
            : IsAnyObject(context.TypeInfo) ? new JsonObject { ["type"] = "object", ["additionalProperties"] = true }
            : WithoutNull(node.AsObject());
        return context.PropertyInfo is { AttributeProvider: System.Reflection.MemberInfo member }
            ? Described(schema, comments.Of(member.DeclaringType!, member.Name))
            : schema;
    }

    /// <summary>What somebody else has a schema of.</summary>
    private static bool IsAnyObject(JsonTypeInfo type) => type.Type == typeof(JsonObject);

    private static JsonObject WithoutNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            schema["type"] = types.Select(type => (string)type!).First(type => type != "null");
        }

        if (schema["enum"] is JsonArray words)
        {
            schema["type"] = "string";
            schema["enum"] = new JsonArray([.. words.Where(word => word is not null).Select(word => word!.DeepClone())]);
        }

        schema.Remove("default");
        return schema;
    }

    private static void Require(JsonObject schema, JsonTypeInfo type, bool isTaken)
    {
        var nullable = type.Properties.Where(property => property.IsGetNullable).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToList();
        if (isTaken && required.Find(nullable.Contains) is { } strange)
        {
            throw new InvalidOperationException($"{type.Type.Name}.{strange} must be there and may be null: give it a default.");
        }

        schema.Remove("required");
        if (required.Exists(name => !nullable.Contains(name)))
        {
            schema["required"] = new JsonArray([.. required.Where(name => !nullable.Contains(name)).Select(name => JsonValue.Create(name))]);
        }
    }

    private static JsonObject Described(JsonObject schema, string? text)
    {
        if (text is { Length: > 0 })
        {
            schema["description"] = text;
        }

        return schema;
    }
}
