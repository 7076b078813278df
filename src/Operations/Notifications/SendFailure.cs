namespace Latchwork.Operations.Notifications;

/// <summary>Why a message was not sent. The names are stored; they say nothing of whom it was for.</summary>
public enum SendFailure
{
    /// <summary>No connection, or one that was lost before the other side had taken the message.</summary>
    Unreachable,

    TimedOut,

    /// <summary>No STARTTLS, or a certificate that does not prove the other side's name.</summary>
    Insecure,

    /// <summary>The other side took it from us not now, or not as things are set. What it says of us can be mended, so it is tried again.</summary>
    NotAccepted,

    /// <summary>The other side will never take anything for this recipient (of mail: RFC 5321, 4.2.1: 5yz after RCPT).</summary>
    RecipientRefused,

    /// <summary>Nobody can be asked about this address.</summary>
    BadAddress,

    /// <summary>The server cannot read its own message any more.</summary>
    Unreadable,

    /// <summary>Its time was over before it could be sent.</summary>
    Overdue,

    /// <summary>It was asked for an address that has no account, or whose account has gone since.</summary>
    NobodyThere,

    /// <summary>The address had had enough of its kind; what it would have told of was done all the same.</summary>
    TooMany,

    /// <summary>The folder for messages cannot be written.</summary>
    NotWritten,
}

internal static class SendFailures
{
    /// <summary>Trying again would not help.</summary>
    public static bool IsFinal(this SendFailure failure) =>
        failure is SendFailure.RecipientRefused or SendFailure.BadAddress or SendFailure.Unreadable or SendFailure.Overdue;
}
