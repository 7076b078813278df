namespace Latchwork.Operations.Members;

/// <summary>
/// Who is switched off in a tenant has no right there, whatever their role and their grants say. Callers never hold such a tenant; whoever decides about somebody
/// who is not asking reads it by these.
/// </summary>
internal static class SwitchedOff
{
    /// <summary>Of the row <c>m</c> of a member.</summary>
    public const string MemberIsOn = "m.switched_off_at is null";

    /// <summary>Of the row <c>g</c> of a grant.</summary>
    public const string HolderIsOn =
        "not exists (select from membership off where off.tenant_id = g.tenant_id and off.user_id = g.user_id and off.switched_off_at is not null)";
}
