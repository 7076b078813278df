using System.Collections.Frozen;
using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>
/// Who is asking, as this node remembers it. The operation's own round trip confirms it against the database (AZ-5; design, "Identity on
/// reads"): a remembered caller is never a reason for access by itself.
/// </summary>
public sealed record Caller
{
    public required Principal Principal { get; init; }

    /// <summary>Where changes to the principal itself are audited.</summary>
    public required TenantId Home { get; init; }

    /// <summary>The tenants whose rows the caller may reach: memberships and grants, but none in which they are switched off; of an API client
    /// exactly its own (TN-1).</summary>
    public required TenantSet Tenants { get; init; }

    /// <summary>SHA-256 of the bearer secret.</summary>
    public required byte[] CredentialHash { get; init; }

    public required SessionId Session { get; init; }

    /// <summary>Of the user or API client, when it was read; another one in the database means: read again.</summary>
    public required int Version { get; init; }

    public required Surface Surface { get; init; }

    public required SessionKind SessionKind { get; init; }

    /// <summary>
    /// What the caller may do in a tenant beyond their grants: a member's role, or the scopes of a key. Empty on the wires where only grants
    /// count (design, "Owners and members").
    /// </summary>
    public IReadOnlyDictionary<TenantId, PermissionSet> Standings { get; init; } = FrozenDictionary<TenantId, PermissionSet>.Empty;

    /// <summary>The API client itself; of a person, the account's on the Sifely wire, null where it has none.</summary>
    public CallerClient? Client { get; init; }

    /// <summary>Where the client is whose secret this is, or that it was given through; null: none's.</summary>
    internal TenantId? Through { get; init; }

    public bool MasksCodes => Client?.MasksCodes == true;

    /// <summary>When they last showed who they are; null: never in this session, or nothing asks for it.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>They have a role that needs a second factor, and none: until they have one, they have no right here but to their account (CO-1).</summary>
    public bool LacksSecondFactor { get; init; }

    /// <summary>Tenants in which people show once more who they are before they open a door or a box from afar (CO-4).</summary>
    public IReadOnlySet<TenantId> AsksBeforeOpening { get; init; } = FrozenSet<TenantId>.Empty;

    /// <summary>They look after the installation itself, and have the second factor that this asks for (CO-1).</summary>
    public bool IsInstallationAdministrator { get; init; }

    /// <summary>The one tenant that the request is about, where they belong to several; null: all of theirs.</summary>
    public TenantId? ActingIn { get; init; }

    /// <summary>The address that the request came from, after trusted proxies (RL-4).</summary>
    public IPAddress? Address { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>What the caller signed for this very act, where the wire asks for it: it is spent with it, whatever comes of it (JW-8).</summary>
    public SignedProof? Proof { get; init; }

    /// <summary>The request itself, on the wire that answers a repeated one from what the first did (HM-7).</summary>
    public OnceRequest? Repeatable { get; init; }

    /// <summary>As the caller saw what the act is about, where they said so.</summary>
    public ExpectedState? Expected { get; init; }

    /// <summary>Their reads belong to an act that is under way: they go by its connection, and it has confirmed the caller.</summary>
    internal Work? Within { get; init; }

    /// <summary>The request where it counts once, for either reason.</summary>
    internal OnceRequest? Once => Proof?.Request ?? Repeatable;

    public UserId? User => Principal.Kind == PrincipalKind.User ? new UserId(Principal.Id) : null;

    /// <summary>The server itself, acting for a tenant by a schedule, a reconciliation or the command line.</summary>
    public static Caller Server(params IReadOnlyList<TenantId> tenants) =>
        new()
        {
            Principal = new Principal(PrincipalKind.Server, Guid.Empty),
            Home = TenantId.Installation,
            Tenants = new TenantSet(tenants),
            CredentialHash = [],
            Session = default,
            SessionKind = default,
            Version = 0,
            Surface = Surface.CommandLine,
            Standings = tenants.ToFrozenDictionary(tenant => tenant, _ => PermissionSet.All),
        };

    /// <summary>A device at which somebody showed something: it has no rights of its own, what it was shown has.</summary>
    internal static Caller Device(TenantId tenant, DeviceId device) =>
        new()
        {
            Principal = new Principal(PrincipalKind.Device, device.Value),
            Home = tenant,
            Tenants = TenantSet.Of(tenant),
            CredentialHash = [],
            Session = default,
            SessionKind = default,
            Version = 0,
            Surface = Surface.None,
        };

    /// <summary>A tile that was touched, as far as whoever asks can show: like a device it has no rights of its own.</summary>
    internal static Caller Tile(TenantId tenant, Guid tile, RequestOrigin from) =>
        Device(tenant, default) with
        {
            Principal = new Principal(PrincipalKind.Tile, tile),
            Surface = Surface.GuestPage,
            Address = from.Address,
            UserAgent = from.UserAgent,
        };

    /// <summary>The same person with what is theirs in one tenant alone, as a key of it would be.</summary>
    public Caller In(TenantId tenant) =>
        this with
        {
            ActingIn = tenant,
            Home = tenant,
            Tenants = Standings.ContainsKey(tenant) ? TenantSet.Of(tenant) : TenantSet.None,
            Standings = Standings.Where(standing => standing.Key == tenant).ToFrozenDictionary(),
        };

    public PermissionSet? StandingIn(TenantId tenant) => Standings.TryGetValue(tenant, out var standing) ? standing : null;

    public override string ToString() => $"{Principal.Kind} {Principal.Id}";

    internal AuditPrincipal Audited => new(Principal.Kind, Principal.Id, Proof?.Key ?? Session.Value, Surface);

    internal AuditPrivate? AuditedDetail =>
        Address is null && UserAgent is null ? null : new AuditPrivate { Address = Address?.ToString(), UserAgent = UserAgent };
}

public readonly record struct Principal(PrincipalKind Kind, Guid Id);
