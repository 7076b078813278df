using Latchwork.Dialects.Tests.Matrix.Native;

namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>The plan of a site, and where doors and cabinets are on it.</summary>
internal static class PlanScenarios
{
    private const string Plan = "/api/v1/sites/{site of the door}/plan";
    private const string Place = "/api/v1/locks/{Front door}/place";
    private const string LockerPlace = "/api/v1/lockers/{Parcel lockers}/place";
    private const string NoSite = "/api/v1/sites/00000000-0000-4000-8000-000000000000/plan";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("A site without a plan", "GET", Plan),
        new("A plan", "PUT", Plan) { Json = PlanCells.Picture },
        new("A plan that says it is another type", "PUT", Plan) { Json = PlanCells.Picture.Replace("png", "jpeg", StringComparison.Ordinal) },
        new("A plan that is JSON", "PUT", Plan) { Json = "{}" },
        new("A plan of a type that is none", "PUT", Plan) { Json = "data:image/svg+xml;base64,PHN2Zy8+" },
        new("A plan that is nothing", "PUT", Plan),
        new("A plan, with a key that may not", "PUT", Plan, Weak) { Json = PlanCells.Picture },
        new("A plan of another tenant's site", "PUT", Plan, Other) { Json = PlanCells.Picture },
        new("A plan of no site", "PUT", NoSite) { Json = PlanCells.Picture },
        new("The plan, with a key that may not", "GET", Plan, "Bearer {teller}"),
        new("The plan, of another tenant", "GET", Plan, Other),
        new("A door on the plan", "PUT", Place) { Json = """{"x":0.12345678,"y":1}""" },
        new("A door beside the plan", "PUT", Place) { Json = """{"x":1.5,"y":0}""" },
        new("A door somewhere on the plan", "PUT", Place) { Json = """{"x":0.5}""" },
        new("A door on the plan, with a key that may not", "PUT", Place, Weak) { Json = """{"x":0,"y":0}""" },
        new("A door of another tenant on the plan", "PUT", Place, Other) { Json = """{"x":0,"y":0}""" },
        new("Where the door is", "GET", "/api/v1/locks?name=Front"),
        new("A cabinet on the plan", "PUT", LockerPlace) { Json = """{"x":0.25,"y":0.75}""" },
        new("A cabinet beside the plan", "PUT", LockerPlace) { Json = """{"x":0,"y":-1}""" },
        new("A cabinet on the plan, with a key that may not", "PUT", LockerPlace, Weak) { Json = """{"x":0,"y":0}""" },
        new("Where the cabinet is", "GET", "/api/v1/lockers"),
        new("The door is nowhere", "DELETE", Place),
        new("The cabinet is nowhere", "DELETE", LockerPlace),
        new("The plan goes", "DELETE", Plan),
        new("And only once", "DELETE", Plan),
        new("The plan goes, with a key that may not", "DELETE", Plan, Weak),
    ];
}
