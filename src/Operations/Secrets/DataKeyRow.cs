using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>One version of a tenant's data key as it is stored: useless without the root key.</summary>
/// <param name="Version">1, 2, 3 …</param>
/// <param name="Wrapped">What <see cref="RootKey"/> made of it.</param>
/// <param name="UsableFrom">Nothing is sealed with it before. Set ahead, so that every node knows a version before any value needs it.</param>
internal sealed record DataKeyRow(TenantId Tenant, int Version, byte[] Wrapped, DateTimeOffset UsableFrom);

/// <summary>Where the rows are: the database's side of the key ring.</summary>
internal interface IDataKeyStore
{
    /// <summary>All versions of the tenant that were not destroyed; empty where there is no such tenant.</summary>
    Task<IReadOnlyList<DataKeyRow>> LoadAsync(TenantId tenant, CancellationToken cancel);
}
