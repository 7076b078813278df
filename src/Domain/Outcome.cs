using System.Diagnostics.CodeAnalysis;

namespace Latchwork.Domain;

/// <summary>What an operation answers: a value, or the refusal. Never both, never neither.</summary>
public readonly struct Outcome<T>
{
    private readonly T value;

    private Outcome(T value, AccessError? error)
    {
        this.value = value;
        Error = error;
    }

    /// <summary>The refusal, or null where there is a value.</summary>
    public AccessError? Error { get; }

    /// <exception cref="InvalidOperationException">It was refused: the caller forgot to ask.</exception>
    public T Value => Error is null ? value : throw new InvalidOperationException($"Refused: {Error.Code}.");

    public bool IsRefused([NotNullWhen(true)] out AccessError? error, [MaybeNullWhen(true)] out T granted)
    {
        (error, granted) = (Error, value);
        return error is not null;
    }

    public Outcome<TNext> Then<TNext>(Func<T, TNext> next) => Error is null ? next(value) : Error;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(AccessError error) => new(default!, error);
}

/// <summary>The value of an operation that has nothing to tell but that it was done.</summary>
public readonly record struct Done
{
    public static Done Yes => default;
}
