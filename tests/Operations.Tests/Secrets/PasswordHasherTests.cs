using System.Text;
using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>KR-5, AK-4, AK-6.</summary>
public sealed class PasswordHasherTests
{
    private static readonly EncodedPassword Right = SifelyPasswordEncoding.Encode("otter paints doors");
    private static readonly EncodedPassword Other = SifelyPasswordEncoding.Encode("otter paints windows");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stored_password_matches_itself_only(bool withoutArgon2)
    {
        using var hasher = Cheap(withoutArgon2);
        var stored = (await hasher.HashAsync(Right, default)).Value;

        Assert.Equal(PasswordCheck.Right, (await hasher.CheckAsync(Right, stored, default)).Value);
        Assert.Equal(PasswordCheck.Wrong, (await hasher.CheckAsync(Other, stored, default)).Value);
    }

    [Fact]
    public async Task An_unknown_account_has_no_right_password()
    {
        using var hasher = Cheap();

        Assert.Equal(PasswordCheck.Wrong, (await hasher.CheckAsync(Right, stored: null, default)).Value);
    }

    [Fact]
    public async Task The_same_password_is_stored_differently_each_time()
    {
        using var hasher = Cheap();

        Assert.NotEqual((await hasher.HashAsync(Right, default)).Value, (await hasher.HashAsync(Right, default)).Value);
    }

    [Fact]
    public async Task The_stored_string_names_algorithm_and_cost_and_never_the_encoding()
    {
        using var hasher = new PasswordHasher(new PasswordHashOptions());
        var stored = (await hasher.HashAsync(Right, default)).Value;

        Assert.StartsWith(Argon2.IsPresent ? "$argon2id$v=19$m=19456,t=2,p=1$" : "$pbkdf2-sha256$i=600000$", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Right.Reveal(), stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Right.Reveal(), Right.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hash_below_todays_cost_is_right_but_weak()
    {
        using var hasher = Cheap(withoutArgon2: true, iterations: 100);
        using var stricter = Cheap(withoutArgon2: true, iterations: 101);
        var stored = (await hasher.HashAsync(Right, default)).Value;

        Assert.False(hasher.NeedsUpgrade(stored));
        Assert.True(stricter.NeedsUpgrade(stored));
        Assert.Equal(PasswordCheck.RightButWeak, (await stricter.CheckAsync(Right, stored, default)).Value);
        Assert.Equal(PasswordCheck.Wrong, (await stricter.CheckAsync(Other, stored, default)).Value);
        Assert.False(hasher.NeedsUpgrade((await stricter.HashAsync(Right, default)).Value));
    }

    [Theory]
    [InlineData(PasswordHashOptions.FloorMemoryKiB - 1, 2, 600_000)]
    [InlineData(PasswordHashOptions.FloorMemoryKiB, 1, 600_000)]
    [InlineData(PasswordHashOptions.FloorMemoryKiB, 2, 599_999)]
    public void Only_the_test_host_may_go_below_the_floors(int memory, int passes, int iterations)
    {
        var options = new PasswordHashOptions
        {
            MemoryKiB = memory,
            Passes = passes,
            Iterations = iterations,
        };

        Assert.Throws<ArgumentException>(() => new PasswordHasher(options));
        options.AllowWeakCosts = true;
        new PasswordHasher(options).Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("otter")]
    [InlineData("$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc")]
    [InlineData("$pbkdf2-sha256$i=0100$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc")]
    [InlineData("$pbkdf2-sha256$i=100$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPP")]
    public void A_string_that_the_server_did_not_write_is_no_stored_password(string stored)
    {
        using var hasher = Cheap();

        Assert.Throws<FormatException>(() => hasher.NeedsUpgrade(stored));
    }

    /// <summary>The vectors of the reference implementation's own test program: version 0x13, t=2, p=1, "password", "somesalt".</summary>
    [Theory]
    [InlineData(1 << 16, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7")]
    [InlineData(1 << 8, "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe")]
    public void Argon2id_gives_the_reference_vectors(int memory, string expected)
    {
        Assert.SkipUnless(Argon2.IsPresent, "libargon2 is not installed.");
        var hash = new byte[32];

        Argon2.Hash("password"u8, "somesalt"u8, new Argon2Cost((uint)memory, 2, 1), hash);

        Assert.Equal(expected, Convert.ToHexStringLower(hash));
    }

    /// <summary>RFC 7914 §11 has PBKDF2-HMAC-SHA-256: "Password", "NaCl", 80,000 rounds; the first 32 of its 64 bytes.</summary>
    [Fact]
    public void Pbkdf2_gives_the_published_vector()
    {
        var hash = new byte[32];

        new PasswordCost.Pbkdf2(80_000).Hash("Password"u8, Encoding.ASCII.GetBytes("NaCl"), hash);

        Assert.Equal("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56", Convert.ToHexStringLower(hash));
    }

    private static PasswordHasher Cheap(bool withoutArgon2 = false, int iterations = 100) =>
        new(
            new PasswordHashOptions
            {
                AllowWeakCosts = true,
                WithoutArgon2 = withoutArgon2,
                MemoryKiB = 64,
                Passes = 1,
                Iterations = iterations,
            }
        );
}
