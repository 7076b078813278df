using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>A member of each side who has nothing else, and somebody with an account who may become one.</summary>
internal sealed class UserCells : NativeCells
{
    private const string Users = "GET /api/v1/users";
    private const string Invite = "POST /api/v1/users";
    private const string User = "GET /api/v1/users/{id}";
    private const string Change = "PATCH /api/v1/users/{id}";
    private const string Remove = "DELETE /api/v1/users/{id}";
    private const string SwitchOff = "POST /api/v1/users/{id}/switch-off";
    private const string SwitchOn = "POST /api/v1/users/{id}/switch-on";

    private readonly Dictionary<Side, string> members = [];
    private readonly Dictionary<Side, string> strangers = [];
    private int made;

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Own(Users, Shown, Hidden, StayReaders),
        // Roles are for owners and administrators. Nobody is named who is one's own already.
        .. Own(Invite, "201", "201", KeyKeepers),
        // Whose they are is asked after what the key may: a person has their id wherever they belong to.
        .. Named(User, Yes, StayReaders, weakIsToldFirst: true),
        .. Named(Change, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Named(Remove, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Named(SwitchOff, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Named(SwitchOn, Yes, KeyKeepers, weakIsToldFirst: true),
    ];

    public override bool IsList(string route) => route == Users;

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route == Invite
            ? await ThereAsync(strangers, tenants, row.Side, role: null)
            : await ThereAsync(members, tenants, row.Side, TenantRole.Auditor);

    public override async Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route switch
        {
            Invite => $$"""{"login":"{{await IdAsync(tenants, row)}}","role":"integrator"}""",
            Change => """{"role":"operator"}""",
            _ => null,
        };

    public override void Used(MatrixRow row)
    {
        if (row.Route is Invite or Remove)
        {
            (row.Route == Invite ? strangers : members).Remove(row.Side);
        }
    }

    /// <summary>The login of a stranger, the id of a member.</summary>
    private async Task<string> ThereAsync(Dictionary<Side, string> there, TwoTenants tenants, Side side, TenantRole? role)
    {
        if (there.TryGetValue(side, out var known))
        {
            return known;
        }

        var login = $"colleague-{++made}@example.com";
        var person = await new Population(tenants.Server.Services).PersonAsync(tenants.TenantOf(side), login, "a long and quiet password", role);
        return there[side] = role is null ? login : await UuidAsync(tenants, person);
    }

    private static Task<string> UuidAsync(TwoTenants tenants, UserId person) =>
        tenants.Server.Services.GetRequiredService<WireIdIndex>().OfPersonAsync(person.Value, CancellationToken.None);
}
