using System.ComponentModel.DataAnnotations;

namespace Latchwork.Operations.Secrets;

/// <summary>What a password hash costs (KR-5). Only more than the defaults is allowed, but for the test host.</summary>
public sealed class PasswordHashOptions : IValidatableObject
{
    public const int FloorMemoryKiB = 19 * 1024;
    public const int FloorPasses = 2;
    public const int FloorIterations = 600_000;

    /// <summary>Of Argon2id.</summary>
    public int MemoryKiB { get; set; } = FloorMemoryKiB;

    /// <summary>Of Argon2id.</summary>
    public int Passes { get; set; } = FloorPasses;

    /// <summary>Of PBKDF2, which serves where there is no libargon2.</summary>
    public int Iterations { get; set; } = FloorIterations;

    /// <summary>Use PBKDF2 even where libargon2 is present: for nodes that do not all have it.</summary>
    public bool WithoutArgon2 { get; set; }

    /// <summary>How many callers may wait for one of the two places before the next is refused.</summary>
    public int MaxWaiting { get; set; } = 100;

    /// <summary>Set by the test host only: costs below the floors.</summary>
    public bool AllowWeakCosts { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        IsAllowed ? [] : [new ValidationResult("Passwords: a hash costs at least what the defaults do, and no more than a server can bear.")];

    internal bool IsAllowed => IsSane && (AllowWeakCosts || (MemoryKiB >= FloorMemoryKiB && Passes >= FloorPasses && Iterations >= FloorIterations));

    private bool IsSane =>
        MaxWaiting >= 0
        && new PasswordCost.Argon2id(new((uint)MemoryKiB, (uint)Passes, Lanes: 1)).IsSane
        && new PasswordCost.Pbkdf2(Iterations).IsSane;
}
