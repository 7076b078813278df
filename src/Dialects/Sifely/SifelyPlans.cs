using System.ComponentModel.DataAnnotations;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.Sifely;

/// <summary>What a plan includes (16); null: no limit.</summary>
internal sealed class SifelyPlanOptions
{
    [Range(0, 1_000_000)]
    public int? Devices { get; set; }

    [Range(0L, long.MaxValue)]
    public long? CallsPerMonth { get; set; }

    [Range(1, 100_000)]
    public int? CallsPerMinute { get; set; }

    /// <summary>Beyond devices and calls of the month the service goes on, as the vendor's paid plans do for a fee.</summary>
    public bool IsElastic { get; set; }
}

/// <summary>What holds for one account: what an operator has set for it, else what its plan says, else what the installation says of all.</summary>
internal readonly record struct PlanStanding(string Plan, int? CallsPerMinute, long? CallsPerMonth, int? Devices);

/// <summary>From an account to its plan (16). On a server of one's own everybody is on the vendor's largest, without limits, unless it is set up otherwise.</summary>
internal sealed class SifelyPlans(SifelyOptions options)
{
    private static readonly SifelyPlanOptions Unlimited = new();

    public PlanStanding Of(Caller caller)
    {
        var client = caller.Client;
        var name = NameOf(client?.Plan);
        var plan = options.Plans.TryGetValue(name, out var found) ? found : Unlimited;
        return new PlanStanding(
            name,
            client?.CallsPerMinute ?? plan.CallsPerMinute ?? options.CallsPerMinute,
            plan.IsElastic ? null : client?.CallsPerMonth ?? plan.CallsPerMonth,
            plan.IsElastic ? null : client?.DeviceLimit ?? plan.Devices
        );
    }

    public string NameOf(string? plan) => plan ?? options.Plan;

    public static string WordOf(SubscriptionState state) =>
        state switch
        {
            SubscriptionState.Active => "ACTIVE",
            SubscriptionState.Cancelled => "CANCELLED",
            SubscriptionState.Expired => "EXPIRED",
        };
}
