using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Clients;

/// <summary>A key of our own API as it was just made. The secret is shown this once and kept as a hash.</summary>
/// <param name="Id">Public UUID of the client.</param>
public sealed record AddedNativeKey(string Id, string Secret)
{
    public override string ToString() => $"native key {Id}";
}

/// <summary>Makes a key of our own API. It acts for the tenant, with the permissions given.</summary>
public sealed class AddNativeKey
{
    private readonly CallerWrites writes;
    private readonly NativeKeys keys;

    internal AddNativeKey(CallerWrites writes, NativeKeys keys) => (this.writes, this.keys) = (writes, keys);

    /// <param name="scopes">Nobody gives more than they hold.</param>
    public async Task<Outcome<AddedNativeKey>> RunAsync(Caller by, TenantId tenant, string name, PermissionSet scopes, CancellationToken cancel)
    {
        var begun = await writes.BeginAsync(by, tenant, Permission.KeysWrite, Noun.Tenant, AuditKind.KeyIssued, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (
                (
                    ClientFields.Refuse(name, callsPerMinute: null)
                    ?? TenantRoles.RefuseDealing(write.By.StandingIn(tenant) ?? default, Permission.KeysWrite, scopes)
                ) is
                { } refusal
            )
            {
                return await write.RefuseAsync(refusal);
            }

            var (client, secret) = await keys.WriteAsync(write.Work, tenant, name.Trim(), scopes, write.Now, cancel);
            var uuid = await WireIds.TextAsync(write.Work, tenant, client.Value, WireIdKind.ApiClientUuid, cancel);
            await write.CommitAsync(new AuditObject(Noun.ApiClient, client.Value), new Dictionary<string, string> { ["kind"] = "native" }, cancel);
            return new AddedNativeKey(uuid, secret);
        }
    }
}
