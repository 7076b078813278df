using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks;

/// <summary>Where an endpoint's deliveries go, as its row holds it.</summary>
internal sealed record SealedEndpoint(Guid Id, short Format, string Url, byte[] Secret, byte[]? Former, DateTimeOffset? FormerUntil)
{
    public const int Width = 6;

    /// <summary>The endpoint's row is called <c>e</c>.</summary>
    public const string Columns = "e.endpoint_id, e.format, e.url, e.secret_sealed, e.former_secret_sealed, e.former_secret_until";

    public static SealedEndpoint Read(NpgsqlDataReader row, int column) =>
        new(
            row.GetGuid(column),
            row.GetInt16(column + 1),
            row.GetString(column + 2),
            row.GetFieldValue<byte[]>(column + 3),
            row.IsDBNull(column + 4) ? null : row.GetFieldValue<byte[]>(column + 4),
            row.GetInstant(column + 5)
        );

    /// <summary>A former secret signs as well until its time is over (WH-1).</summary>
    public LoadedEndpoint Open(TenantKeys keys, DateTimeOffset now)
    {
        var secrets = new List<WebhookSecret> { WebhookSecret.Open(keys, WebhookSecret.PlaceOf(Id), Secret) };
        if (Former is not null && FormerUntil > now)
        {
            secrets.Add(WebhookSecret.Open(keys, WebhookSecret.FormerPlaceOf(Id), Former));
        }

        return new LoadedEndpoint(Url, secrets);
    }

    public override string ToString() => nameof(SealedEndpoint);
}
