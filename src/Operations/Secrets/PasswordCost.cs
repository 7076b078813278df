using System.Globalization;
using System.Security.Cryptography;

namespace Latchwork.Operations.Secrets;

/// <summary>An algorithm and its parameters, as they stand in a stored hash.</summary>
internal abstract record PasswordCost
{
    private PasswordCost() { }

    /// <summary>Bounded above as well: a stored string must not be able to ask for all memory.</summary>
    public abstract bool IsSane { get; }

    /// <summary>The part of the stored string between the first dollar and the salt.</summary>
    public abstract string Text { get; }

    public abstract void Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> hash);

    /// <summary>Whether a hash of this cost is at least as hard to guess against as one of the other.</summary>
    public abstract bool Reaches(PasswordCost wanted);

    public sealed record Argon2id(Argon2Cost Cost) : PasswordCost
    {
        private const uint MaxMemoryKiB = 1 << 20;
        private const uint MaxPasses = 64;
        private const uint MaxLanes = 16;

        public override bool IsSane =>
            Cost.Lanes is >= 1 and <= MaxLanes
            && Cost.Passes is >= 1 and <= MaxPasses
            && Cost.MemoryKiB >= 8 * Cost.Lanes
            && Cost.MemoryKiB <= MaxMemoryKiB;

        public override string Text => $"argon2id$v=19$m={Cost.MemoryKiB},t={Cost.Passes},p={Cost.Lanes}";

        public override void Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> hash) => Argon2.Hash(password, salt, Cost, hash);

        public override bool Reaches(PasswordCost wanted) =>
            wanted is Argon2id { Cost: var other } ? Cost.MemoryKiB >= other.MemoryKiB && Cost.Passes >= other.Passes : true;
    }

    public sealed record Pbkdf2(int Iterations) : PasswordCost
    {
        private const int MaxIterations = 10_000_000;

        public override bool IsSane => Iterations is >= 1 and <= MaxIterations;

        public override string Text => string.Create(CultureInfo.InvariantCulture, $"pbkdf2-sha256$i={Iterations}");

        public override void Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> hash) =>
            Rfc2898DeriveBytes.Pbkdf2(password, salt, hash, Iterations, HashAlgorithmName.SHA256);

        public override bool Reaches(PasswordCost wanted) => wanted is Pbkdf2 other && Iterations >= other.Iterations;
    }
}
