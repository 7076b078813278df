namespace Latchwork.Domain.Audit;

/// <summary>What shows that a request was forged, repeated or changed on its way. The names are stored: only add.</summary>
public enum ForgerySign
{
    /// <summary>Not this key's signature over these bytes.</summary>
    WrongSignature = 1,
    UnknownCertificate,
    BrokenChain,
    CertificateOfAnother,

    /// <summary>Signed by one person in the name of another.</summary>
    OtherIssuer,

    /// <summary>A signed operation that was spent already.</summary>
    RepeatedOperation,

    /// <summary>Signed in the name of an API client, and not by its secret.</summary>
    WrongHmac,

    /// <summary>Signed by an API client, and carrying another body.</summary>
    OtherBody,

    /// <summary>In the name of an application, and not signed by its key.</summary>
    WrongTokenSignature,

    /// <summary>With the cookie of somebody at the console, and not from a page of this server.</summary>
    CrossSite,

    /// <summary>A passkey whose counter did not go on: perhaps there are two of it.</summary>
    PasskeyCopy,
}
