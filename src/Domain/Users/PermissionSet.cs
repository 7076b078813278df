namespace Latchwork.Domain.Users;

/// <summary>A set of permissions. The default is the empty set: nothing is allowed.</summary>
public readonly record struct PermissionSet
{
    private readonly ulong bits;

    private PermissionSet(ulong bits) => this.bits = bits;

    public static PermissionSet None => default;

    public static PermissionSet All { get; } = Of(Enum.GetValues<Permission>());

    public static PermissionSet Of(params ReadOnlySpan<Permission> permissions)
    {
        var union = 0UL;
        foreach (var permission in permissions)
        {
            union |= Bit(permission);
        }

        return new PermissionSet(union);
    }

    /// <summary>The set of these words; a word that is no permission refuses them all.</summary>
    public static Outcome<PermissionSet> Parse(IEnumerable<string> words)
    {
        var set = None;
        foreach (var word in words)
        {
            if (Permissions.Find(word) is not { } permission)
            {
                return AccessError.Invalid("There is no such scope.");
            }

            set = set.With(permission);
        }

        return set;
    }

    public bool Contains(Permission permission) => (bits & Bit(permission)) != 0;

    /// <summary>Whether every permission of <paramref name="other"/> is in this set too.</summary>
    public bool Contains(PermissionSet other) => (other.bits & ~bits) == 0;

    public PermissionSet With(params ReadOnlySpan<Permission> permissions) => new(bits | Of(permissions).bits);

    public PermissionSet Without(params ReadOnlySpan<Permission> permissions) => new(bits & ~Of(permissions).bits);

    /// <summary>The words, in the order of the list: what is stored and shown.</summary>
    public IReadOnlyList<string> Words()
    {
        var set = this;
        return [.. Enum.GetValues<Permission>().Where(set.Contains).Select(Permissions.Word)];
    }

    public override string ToString() => string.Join(' ', Words());

    private static ulong Bit(Permission permission) => 1UL << (int)permission;
}
