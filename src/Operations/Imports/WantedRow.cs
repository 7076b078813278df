using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Imports;

/// <summary>What a row wants, as far as its cells can be read by themselves.</summary>
internal sealed record WantedRow(int Line)
{
    public LoginName? Email { get; init; }

    /// <summary>As it was written.</summary>
    public string? EmailText { get; init; }

    public TenantRole? Role { get; init; }

    public IReadOnlyList<string> Doors { get; init; } = [];

    public string? Site { get; init; }

    public GrantRole Right { get; init; } = GrantRole.Holder;

    public bool IsDeputy { get; init; }

    public ImportTime? From { get; init; }

    public ImportTime? Until { get; init; }

    /// <summary>None: at any hour.</summary>
    public IReadOnlyList<LocalWindow> Hours { get; init; } = [];

    public bool CanUnlockRemotely { get; init; } = true;

    public string? Name { get; init; }

    public bool WantsPasscode { get; init; }

    public CardNumber? Card { get; init; }

    public bool WantsDoors => Doors.Count > 0 || Site is not null;

    public override string ToString() => $"line {Line}";
}
