using System.Diagnostics;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// A password in the one form in which the server hashes and checks it, made by <see cref="SifelyPasswordEncoding"/>: whoever has it can
/// log in, so it is kept like the password itself (AK-4). It shows nothing of itself to logs, errors or debuggers (LG-1).
/// </summary>
[DebuggerDisplay("{ToString()}")]
public readonly struct EncodedPassword
{
    private readonly string? hex;

    internal EncodedPassword(string hex) => this.hex = hex;

    /// <summary>32 lower-case hex digits.</summary>
    internal string Reveal() => hex ?? throw new InvalidOperationException("No password.");

    public override string ToString() => nameof(EncodedPassword);
}
