using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;

namespace Latchwork.Operations.Clients;

/// <summary>What an operator says of an HMAC key.</summary>
public sealed record HmacKeyRules
{
    /// <summary>
    /// Addresses, CIDR blocks and ranges <c>a-b</c> that may call with it; empty: nobody may (HM-9). Null says explicitly that anybody may.
    /// </summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>Signatures must cover the request line (HM-4). Off at first: a documented form of the wire does not sign it.</summary>
    public bool NeedsRequestLine { get; init; }

    /// <summary>What a key may do of which nothing else is said: everything of every day at the tenant's doors, boxes and bookings.</summary>
    public static PermissionSet UsualScopes { get; } =
        TenantRole.Operator.Permissions().With(Permission.LockersWrite, Permission.WebhooksRead, Permission.WebhooksWrite);

    /// <summary>As they are stored; null for any address.</summary>
    internal Outcome<string[]?> Ranges() =>
        Addresses is null ? default(string[])
        : AddressList.Parse(Addresses).IsRefused(out var refusal, out var list) ? refusal
        : list.Ranges().ToArray();
}
