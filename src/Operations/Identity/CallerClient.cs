using Latchwork.Domain;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>What an operator has set for the API client of an account (sifely.md 16); what is null follows the plan.</summary>
public sealed record CallerClient(ApiClientId Id, TenantId Tenant)
{
    /// <summary>Null: the installation's usual one.</summary>
    public string? Plan { get; init; }

    public int? CallsPerMinute { get; init; }

    public long? CallsPerMonth { get; init; }

    public int? DeviceLimit { get; init; }

    public SubscriptionState Subscription { get; init; }

    /// <summary>Wires that list digits show none to this client (KR-3).</summary>
    public bool MasksCodes { get; init; }

    internal const string Sql = """
        select c.api_client_id, c.tenant_id, c.plan, c.calls_per_minute, c.calls_per_month, c.device_limit, c.subscription,
            c.masks_codes or t.mask_passcodes
        from api_client c join tenant t on t.tenant_id = c.tenant_id
        where c.tenant_id = $1 and c.user_id = $2 and c.kind = 1 and c.revoked_at is null
        """;

    internal static CallerClient Read(NpgsqlDataReader row) =>
        new(new ApiClientId(row.GetGuid(0)), new TenantId(row.GetGuid(1)))
        {
            Plan = row.IsDBNull(2) ? null : row.GetString(2),
            CallsPerMinute = row.IsDBNull(3) ? null : row.GetInt32(3),
            CallsPerMonth = row.IsDBNull(4) ? null : row.GetInt64(4),
            DeviceLimit = row.IsDBNull(5) ? null : row.GetInt32(5),
            Subscription = (SubscriptionState)row.GetInt16(6),
            MasksCodes = row.GetBoolean(7),
        };
}

/// <summary>Whether the account's plan is in force. The numbers are stored: only add.</summary>
public enum SubscriptionState
{
    Active = 0,
    Cancelled = 1,
    Expired = 2,
}
