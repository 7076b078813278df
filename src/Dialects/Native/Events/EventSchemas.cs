using System.Text.Json.Nodes;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;

namespace Latchwork.Dialects.Native.Events;

/// <summary>
/// The published JSON Schema (draft 2020-12) of each type of event. It is made of the same table as the events are, so neither can have what the other has not. It is open:
/// a reader that checks by it is not broken by a member that a later release adds.
/// </summary>
internal static class EventSchemas
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    public static JsonObject Of(EventType type) =>
        new()
        {
            ["$schema"] = Draft,
            ["$id"] = $"urn:latchwork:event:{type.Name}:{type.Version}",
            ["title"] = type.Name,
            ["description"] = type.Says,
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["id"] = Text("Its name, and its place in the list.", pattern: "^[0-9]{1,15}$"),
                ["type"] = new JsonObject { ["const"] = type.Name },
                ["version"] = new JsonObject { ["const"] = type.Version },
                ["timestamp"] = Instant("When the server recorded it."),
                ["occurredAt"] = Instant("When it happened, by the device's clock where it has one."),
                ["isLate"] = Flag("Received more than a minute after it happened."),
                ["outcome"] = Words<AuditOutcome>("How it ended.", except: AuditOutcome.Allowed),
                ["isCorrection"] = Flag("A device told later what an unknown end really was."),
                ["reason"] = Text("Why it was refused or failed: a code of this API's problems."),
                ["operationId"] = Id("The same on all events of one act."),
                ["by"] = Thing(
                    "Who did it.",
                    ["kind"],
                    ("kind", Words<PrincipalKind>("What acts.")),
                    ("id", Id("Absent for the server.")),
                    ("surface", Words<Surface>("Where it came in.", except: Surface.None))
                ),
                ["lock"] = Named("The lock that it is about."),
                ["site"] = Named("Where it happened."),
                ["on"] = Thing("What it was done to, where that is no lock.", ["kind"], ("kind", Text("A noun.")), ("id", Id("Its id."))),
                ["data"] = Data(type.Fields),
            },
            ["required"] = List("id", "type", "version", "timestamp", "occurredAt", "outcome", "operationId", "data"),
        };

    private static JsonObject Data(EventFields fields)
    {
        var members = new JsonObject();
        Add(EventFields.Cause, "cause", () => Words<MotionCause>("What moved the bolt.", except: MotionCause.Unknown));
        Add(EventFields.Shown, "shown", () => Words<CredentialKind>("What was shown at the door, or is meant."));
        Add(EventFields.Slot, "slot", () => Number("Of the lock's memory; of a cabinet the box, by its own number."));
        Add(EventFields.Credential, "credentialId", () => Id("The credential."));
        Add(EventFields.Bolt, "bolt", () => Words<BoltState>("Where the bolt is."));
        Add(EventFields.Door, "door", () => Words<DoorState>("Where the door is.", except: DoorState.Unknown));
        Add(EventFields.Inside, "inside", () => Words<BoxContent>("What is in the box."));
        Add(EventFields.Battery, "battery", () => Number("Per cent."));
        Add(EventFields.Evidence, "evidence", () => Words<EvidenceRung>("How sure it is that the credential is on the lock."));
        Add(EventFields.Claim, "claim", Claim);
        Add(EventFields.Changed, "changed", Changed);
        Add(EventFields.Proof, "proof", () => Text("What of a signed operation did not hold."));
        return new JsonObject { ["type"] = "object", ["properties"] = members };

        void Add(EventFields field, string name, Func<JsonObject> schema)
        {
            if (fields.HasFlag(field))
            {
                members[name] = schema();
            }
        }
    }

    private static JsonObject Claim() =>
        Thing(
            "What a caller says that the lock's own log has.",
            ["type", "isSuccess"],
            ("type", Number("The number of the wire that it was told over.")),
            ("fromLock", Number("The lock's own type of it.")),
            ("isSuccess", Flag("Whether it opened.")),
            ("number", Number("The lock's own number of it."))
        );

    private static JsonObject Changed() =>
        new()
        {
            ["type"] = "object",
            ["description"] = "Names of what was changed, with new values where those are no secret and nothing personal.",
            ["additionalProperties"] = new JsonObject { ["type"] = "string" },
        };

    private static JsonObject Named(string says) => Thing(says, ["id", "name"], ("id", Id("Its id.")), ("name", Text("As it is called now.")));

    private static JsonObject Thing(string says, string[] required, params (string Name, JsonObject Schema)[] members) =>
        new()
        {
            ["type"] = "object",
            ["description"] = says,
            ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Schema))),
            ["required"] = List(required),
        };

    private static JsonObject Text(string says, string? pattern = null)
    {
        var schema = Typed("string", says);
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    private static JsonObject Words<T>(string says, params T[] except)
        where T : struct, Enum
    {
        var schema = Typed("string", says);
        schema["enum"] = List([.. Enum.GetValues<T>().Except(except).Select(NativeJson.Word)]);
        return schema;
    }

    private static JsonObject Id(string says) => Formatted("uuid", says);

    private static JsonObject Instant(string says) => Formatted("date-time", says);

    private static JsonObject Flag(string says) => Typed("boolean", says);

    private static JsonObject Number(string says) => Typed("integer", says);

    private static JsonObject Formatted(string format, string says)
    {
        var schema = Typed("string", says);
        schema["format"] = format;
        return schema;
    }

    private static JsonObject Typed(string type, string says) => new() { ["type"] = type, ["description"] = says };

    private static JsonArray List(params string[] values) => new([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
}
