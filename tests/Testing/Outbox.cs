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
    public async Task<(string Recipient, string Token)> NewestAsync(TenantId tenant, CancellationToken cancel = default)
    {
        var found = await services
            .GetRequiredService<AccessDb>()
            .FirstAsync(
                TenantSet.Of(tenant),
                """
                select notification_id, recipient_sealed, values_sealed from notification
                where tenant_id = $1 and recipient_sealed is not null order by created_at desc, notification_id desc limit 1
                """,
                row => (Id: row.GetGuid(0), Recipient: row.GetFieldValue<byte[]>(1), Values: row.GetFieldValue<byte[]>(2)),
                [tenant.Value],
                cancel
            );
        using var keys = await services.GetRequiredService<KeyRing>().RentAsync(tenant, cancel);
        using var values = JsonDocument.Parse(keys.Open(new SecretPlace("notification", "values_sealed", found.Id), found.Values));
        return (
            keys.OpenText(new SecretPlace("notification", "recipient_sealed", found.Id), found.Recipient),
            values.RootElement.GetProperty("token").GetString()!
        );
    }
}
