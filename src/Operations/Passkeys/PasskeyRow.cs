using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Passkeys;

/// <summary>A passkey as it is stored, and whose it is.</summary>
internal sealed record PasskeyRow(Guid Id, UserId User, TenantId Home, string Handle, KnownPasskey Known)
{
    /// <summary>For a question about it nobody needs to be called anything.</summary>
    public PasskeyOwner Owner => new(Handle, Handle, Handle);

    /// <param name="by">Whose; null: of everybody.</param>
    /// <param name="credential">The device's id of it; null: all of them.</param>
    public static Task<List<PasskeyRow>> ListAsync(AccessDb db, PasskeyPlace place, UserId? by, byte[]? credential, CancellationToken cancel) =>
        db.ListAsync(TenantSet.None, Sql, Read, [place.Host, by?.Value, credential], cancel);

    public static string TextOf(PasskeyMaterial material) => JsonSerializer.Serialize(material, PasskeyJson.Default.PasskeyMaterial);

    private static PasskeyRow Read(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            new UserId(row.GetGuid(1)),
            new TenantId(row.GetGuid(2)),
            row.GetString(3),
            new KnownPasskey(row.GetFieldValue<byte[]>(4), MaterialOf(row.GetString(5)))
        );

    private static PasskeyMaterial MaterialOf(string text) =>
        JsonSerializer.Deserialize(text, PasskeyJson.Default.PasskeyMaterial) ?? throw new JsonException("A passkey is never null.");

    private static readonly string Sql = $"""
        select k.passkey_id, k.user_id, u.home_tenant_id, p.wire_id, k.credential_id, k.credential::text
        from passkey k
        join app_user u on u.user_id = k.user_id and u.disabled_at is null
        join public_id p on p.tenant_id = u.home_tenant_id and p.row_id = u.user_id and p.kind = {(int)WireIdKind.UserUuid}
        where k.host = $1 and ($2::uuid is null or k.user_id = $2) and ($3::bytea is null or k.credential_id = $3) and ($2::uuid is not null or $3::bytea is not null)
        order by k.created_at
        """;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PasskeyMaterial))]
internal sealed partial class PasskeyJson : JsonSerializerContext;
