using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>AU-3, AU-7.</summary>
public sealed class AuditHashTests
{
    private static readonly TenantId Tenant = new(new Guid("00112233-4455-6677-8899-aabbccddeeff"));

    [Fact]
    public void The_chain_hash_is_the_documented_concatenation()
    {
        var previous = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var bytes = Encoding.UTF8.GetBytes("""{"v":1}""");
        byte[] input =
        [
            .. "latchwork-audit-1"u8,
            .. Convert.FromHexString("00112233445566778899AABBCCDDEEFF"),
            .. Convert.FromHexString("0000000001020304"),
            .. previous,
            .. SHA256.HashData(bytes),
        ];

        Assert.Equal(SHA256.HashData(input), Next(Tenant, 0x01020304, previous, bytes));
    }

    [Fact]
    public void Every_field_changes_the_hash()
    {
        var zero = new byte[32];
        byte[][] hashes =
        [
            Next(Tenant, 1, zero, "a"u8),
            Next(TenantId.Installation, 1, zero, "a"u8),
            Next(Tenant, 2, zero, "a"u8),
            Next(Tenant, 1, SHA256.HashData("x"u8), "a"u8),
            Next(Tenant, 1, zero, "b"u8),
        ];

        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void The_hash_may_be_written_over_the_previous_one()
    {
        var head = new byte[32];
        var expected = Next(Tenant, 1, head, "a"u8);

        AuditHash.Next(Tenant, 1, head, "a"u8, head);

        Assert.Equal(expected, head);
    }

    [Fact]
    public void The_chain_hash_allocates_nothing()
    {
        var head = new byte[32];
        var bytes = new byte[500];
        AuditHash.Next(Tenant, 1, head, bytes, head);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var sequence = 2; sequence < 1000; sequence++)
        {
            AuditHash.Next(Tenant, sequence, head, bytes, head);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Personal_detail_is_tied_in_by_its_salt_and_bytes()
    {
        var salt = Enumerable.Repeat((byte)7, 32).ToArray();

        Assert.Equal(SHA256.HashData([.. salt, .. "10.0.0.1"u8]), AuditHash.OfPersonalDetail(salt, "10.0.0.1"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => AuditHash.OfPersonalDetail(salt.AsSpan(1), "10.0.0.1"u8));
    }

    private static byte[] Next(TenantId tenant, long sequence, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> bytes)
    {
        var hash = new byte[32];
        AuditHash.Next(tenant, sequence, previous, bytes, hash);
        return hash;
    }
}
