namespace Latchwork.Operations.Passkeys;

/// <summary>
/// What browsers are asked about passkeys, and whether what they answer holds: the ceremonies of WebAuthn. Whoever answers has shown to their device who they
/// are, so a passkey is two factors. It remembers nothing and knows nothing but its arguments: the counter, and what works once, are the caller's.
/// </summary>
public interface IPasskeyCeremony
{
    /// <summary>For another passkey.</summary>
    /// <param name="has">Those of the person at that place: no device makes a second one.</param>
    Task<PasskeyQuestion> AskForNewAsync(PasskeyPlace place, PasskeyOwner owner, IReadOnlyList<KnownPasskey> has);

    /// <summary>For one that is there.</summary>
    /// <param name="owner">Null: whoever answers. Else one of <paramref name="has"/> answers.</param>
    Task<PasskeyQuestion> AskForOneAsync(PasskeyPlace place, PasskeyOwner? owner, IReadOnlyList<KnownPasskey> has);

    /// <param name="kept">Of the question that is answered.</param>
    /// <returns>Null: the answer does not hold.</returns>
    Task<MadePasskey?> MadeAsync(PasskeyPlace place, string kept, string answer);

    /// <summary>As which one the answer says that it is; nothing of that is proven.</summary>
    byte[]? CredentialOf(string answer);

    /// <returns>The counter of the device, to be compared with the one before; null: the answer does not hold.</returns>
    Task<uint?> ShownAsync(PasskeyPlace place, string kept, PasskeyOwner owner, KnownPasskey known, string answer);
}

/// <summary>Where a page is that asks for passkeys.</summary>
/// <param name="Host">A name, in small letters: passkeys are for one.</param>
/// <param name="Origin">Of the page.</param>
public sealed record PasskeyPlace(string Host, string Origin);

/// <param name="Handle">What devices keep of the person: their public UUID.</param>
/// <param name="Account">What they log in with, for the list that their device shows.</param>
/// <param name="DisplayName">What they are called.</param>
public sealed record PasskeyOwner(string Handle, string Account, string DisplayName)
{
    public override string ToString() => Handle;
}

/// <param name="Options">JSON, for the browser.</param>
/// <param name="Kept">What the answer is held to.</param>
public sealed record PasskeyQuestion(string Options, string Kept);

/// <param name="Id">The device's own id of it.</param>
public sealed record KnownPasskey(byte[] Id, PasskeyMaterial Material);

/// <summary>What the verifier needs of a passkey, as it is stored.</summary>
/// <param name="PublicKey">COSE.</param>
/// <param name="Transports">How browsers reach its device.</param>
/// <param name="MayBeCopied">To other devices of the person; never otherwise than it was.</param>
public sealed record PasskeyMaterial(byte[] PublicKey, IReadOnlyList<string> Transports, bool MayBeCopied);

/// <param name="Counter">Of its device; zero where that counts nothing.</param>
public sealed record MadePasskey(byte[] Id, PasskeyMaterial Material, uint Counter);
