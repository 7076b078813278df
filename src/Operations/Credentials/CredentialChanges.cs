using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>What is to be different; what is null stays.</summary>
public record CredentialChanges
{
    private const int LongestName = 200;

    public string? Name { get; init; }

    public TimeWindow? Window { get; init; }

    /// <summary>Of the window, where only this end changes; not beside <see cref="Window"/>.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <inheritdoc cref="StartsAt"/>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Refuse to give an end to what has none.</summary>
    public bool KeepsOpenEnd { get; init; }

    /// <summary>The caller takes it for one without an end: refused where it has one.</summary>
    public bool SaysOpenEnd { get; init; }

    /// <summary>Hours of the week, in the time of the lock. No family keeps a credential to such by itself yet: refused.</summary>
    public IReadOnlyList<LocalWindow> Hours { get; init; } = [];

    /// <summary>Every lock must be reachable now, unless only the name changes: the caller is going to wait for them.</summary>
    public bool NeedsLink { get; init; }

    /// <summary>What is shown at the door.</summary>
    internal CredentialValue? Value { get; init; }

    /// <summary>Whether a lock may have to hold something else than before.</summary>
    internal bool ReachesLocks => Value is not null || Window is not null || StartsAt is not null || EndsAt is not null || Hours.Count > 0;

    internal TimeWindow WindowFrom(TimeWindow former) => Window ?? new TimeWindow(StartsAt ?? former.StartsAt, EndsAt ?? former.EndsAt);

    internal virtual AccessError? RefuseInput(CredentialKind kind) => RefuseName(kind, Name);

    internal static AccessError? RefuseName(CredentialKind kind, string? name) =>
        name?.Length > LongestName ? AccessError.Invalid($"A name has at most {LongestName} characters.", kind.Noun()) : null;

    public override string ToString() => nameof(CredentialChanges);
}

/// <inheritdoc/>
public sealed record CardChanges : CredentialChanges
{
    public CardNumber? Number
    {
        get => Value?.Card;
        init => Value = value is { } number ? CredentialValue.Of(number) : null;
    }

    public override string ToString() => nameof(CardChanges);
}

/// <inheritdoc/>
public sealed record PasscodeChanges : CredentialChanges
{
    public PinDigits? Digits
    {
        get => Value?.Digits;
        init => Value = value is { } digits ? CredentialValue.Of(digits) : null;
    }

    public bool RefusesWeak { get; init; }

    internal override AccessError? RefuseInput(CredentialKind kind) =>
        base.RefuseInput(kind)
        ?? (
            RefusesWeak && Digits is { } digits && WeakPins.Contains(digits.Reveal())
                ? AccessError.Invalid("The passcode is too simple.", Noun.Passcode)
                : null
        );

    public override string ToString() => nameof(PasscodeChanges);
}

/// <summary>What a change replaced, for one who may have to undo it.</summary>
/// <param name="Revision">Of the credential, after the change.</param>
public sealed record ChangedCredential(
    TenantId Tenant,
    CredentialKind Kind,
    CredentialId Credential,
    int Revision,
    IReadOnlyList<EnrollmentId> Enrollments,
    CredentialChanges Former
)
{
    public override string ToString() => $"{Kind} {Credential.Value}";
}
