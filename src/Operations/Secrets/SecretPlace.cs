using System.Buffers.Binary;
using System.Text;
using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>The one place where a sealed value opens: moved to another row, column or table it does not (KR-1).</summary>
/// <param name="Table">ASCII, at most 63 characters: PostgreSQL's own limit. The same for <paramref name="Column"/>.</param>
internal readonly record struct SecretPlace(string Table, string Column, Guid Row)
{
    internal const int LargestContext = 200;

    private const int LongestName = 63;

    private static ReadOnlySpan<byte> Domain => "latchwork-secret-1"u8;

    /// <summary>Domain ‖ tenant (16) ‖ row (16) ‖ version (4) ‖ length and name of the table ‖ length and name of the column; numbers big-endian.</summary>
    /// <returns>How much of <paramref name="context"/> was written.</returns>
    internal int WriteContext(TenantId tenant, int version, Span<byte> context)
    {
        Domain.CopyTo(context);
        var at = Domain.Length;
        tenant.Value.TryWriteBytes(context[at..], bigEndian: true, out _);
        Row.TryWriteBytes(context[(at + 16)..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(context[(at + 32)..], version);
        at += 36;
        at += WriteName(Table, context[at..]);
        return at + WriteName(Column, context[at..]);
    }

    private static int WriteName(string name, Span<byte> context)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, LongestName, nameof(name));
        context[0] = (byte)name.Length;
        return 1 + Encoding.ASCII.GetBytes(name, context[1..]);
    }
}
