namespace Latchwork.Operations.Secrets;

/// <summary>The root key in force, and during a change of it the ones before, which still unwrap but wrap nothing.</summary>
public sealed class RootKeys(RootKey current, params IReadOnlyList<RootKey> former) : IDisposable
{
    public RootKey Current { get; } = current;

    /// <exception cref="KeyRingException">None of the root keys wrapped it, or its bytes were changed.</exception>
    internal void Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context, Span<byte> content)
    {
        foreach (var root in (ReadOnlySpan<RootKey>)[Current, .. former])
        {
            if (!root.Wrapped(wrapped))
            {
                continue;
            }

            if (root.TryUnwrap(wrapped, context, content))
            {
                return;
            }

            throw new KeyRingException($"A data key wrapped under {root} is damaged, or stands at another tenant or version.");
        }

        throw new KeyRingException($"A data key is wrapped under another root key than {Current}.");
    }

    public void Dispose()
    {
        Current.Dispose();
        foreach (var root in former)
        {
            root.Dispose();
        }
    }
}
