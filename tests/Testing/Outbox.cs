using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Testing;

/// <summary>The messages of a server that wait to be sent, opened.</summary>
public sealed class Outbox(IServiceProvider services)
{
    /// <summary>The newest message of a tenant: to whom, and the token in it.</summary>
    public async Task<(string Recipient, string Token)> NewestAsync(TenantId tenant, CancellationToken cancel = default) =>
        (await ListAsync(tenant, cancel))[0];

    /// <summary>The token in the one message of a tenant to this recipient; others may have been written in the same moment.</summary>
    public async Task<string> OneToAsync(TenantId tenant, string recipient, CancellationToken cancel = default) =>
        (await ListAsync(tenant, cancel)).Single(one => one.Recipient == recipient).Token;

    /// <returns>Newest first; no token where the message has none.</returns>
    private async Task<IReadOnlyList<(string Recipient, string Token)>> ListAsync(TenantId tenant, CancellationToken cancel)
    {
        var found = await services
            .GetRequiredService<AccessDb>()
            .ListAsync(
                TenantSet.Of(tenant),
                """
                select notification_id, recipient_sealed, values_sealed from notification
                where tenant_id = $1 and recipient_sealed is not null order by created_at desc, notification_id desc
                """,
                row => (Id: row.GetGuid(0), Recipient: row.GetFieldValue<byte[]>(1), Values: row.GetFieldValue<byte[]>(2)),
                [tenant.Value],
                cancel
            );
        using var keys = await services.GetRequiredService<KeyRing>().RentAsync(tenant, cancel);
        return [.. found.Select(one => Open(keys, one.Id, one.Recipient, one.Values))];
    }

    private static (string Recipient, string Token) Open(TenantKeys keys, Guid id, byte[] recipient, byte[] sealedValues)
    {
        using var values = JsonDocument.Parse(keys.Open(new SecretPlace("notification", "values_sealed", id), sealedValues));
        var token = values.RootElement.TryGetProperty("token", out var found) ? found.GetString()! : "";
        return (keys.OpenText(new SecretPlace("notification", "recipient_sealed", id), recipient), token);
    }
}
