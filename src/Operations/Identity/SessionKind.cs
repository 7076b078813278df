namespace Latchwork.Operations.Identity;

/// <summary>The kinds of bearer secrets. The numbers are stored: only add.</summary>
public enum SessionKind
{
    /// <summary>The key of an account on the Sifely wire: never expires, dies when rolled (AK-3).</summary>
    SifelyKey = 1,

    /// <summary>Token of the older Sifely log-in; expires.</summary>
    LegacyToken = 2,
    LegacyRefresh = 3,
    TTLockToken = 4,
    TTLockRefresh = 5,

    /// <summary>Of the Doordeck wire's log-in: a JWT to its client, found by its hash like every other (doordeck.md 5.1).</summary>
    DoordeckSession = 6,
    ConsoleSession = 7,

    /// <summary><c>lw_</c> key of our own API; carries scopes.</summary>
    NativeKey = 8,
    HookToken = 9,

    /// <summary>Exchanged once for a pair of tokens.</summary>
    AuthorizationCode = 10,

    /// <summary>The secret of an application; it opens nothing by itself.</summary>
    AppSecret = 11,
    DoordeckRefresh = 12,

    /// <summary>A token that an application issued and signed (doordeck.md 5.2).</summary>
    ApplicationToken = 13,

    /// <summary>The secret of an HMAC key, which signs and is never sent (HM-8).</summary>
    HmacSecret = 14,
}
