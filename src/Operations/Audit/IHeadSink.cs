namespace Latchwork.Operations.Audit;

/// <summary>Where signed heads go that must outlive the database (AU-3).</summary>
public interface IHeadSink
{
    /// <summary>Returns when the heads are on stable storage (FS-2).</summary>
    /// <param name="publicKey">Of the key that signed them; 32 bytes.</param>
    /// <exception cref="IOException">They could not be kept: they are signed again later.</exception>
    Task KeepAsync(IReadOnlyList<AuditHead> heads, byte[] publicKey, CancellationToken cancel);
}
