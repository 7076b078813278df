namespace Latchwork.Operations.Notifications;

/// <summary>Why a mail was not sent. The names are stored; they say nothing of whom it was for.</summary>
internal enum MailFailure
{
    /// <summary>No connection, or one that was lost before the mail server had taken the message.</summary>
    Unreachable,

    TimedOut,

    /// <summary>No STARTTLS, or a certificate that does not prove the mail server's name.</summary>
    Insecure,

    /// <summary>The mail server took it from us not now, or not as things are set. What it says of us can be mended, so it is tried again.</summary>
    NotAccepted,

    /// <summary>The mail server will never take mail for this recipient (RFC 5321, 4.2.1: 5yz after RCPT).</summary>
    RecipientRefused,

    /// <summary>No mail server can be asked about this address.</summary>
    BadAddress,

    /// <summary>The server cannot read its own message any more.</summary>
    Unreadable,

    /// <summary>Its time was over before it could be sent.</summary>
    Overdue,

    /// <summary>It was asked for an address that has no account, or whose account has gone since.</summary>
    NobodyThere,

    /// <summary>The address had had enough of its kind; what it would have told of was done all the same.</summary>
    TooMany,

    /// <summary>The folder for mail cannot be written.</summary>
    NotWritten,
}

internal static class MailFailures
{
    /// <summary>Trying again would not help.</summary>
    public static bool IsFinal(this MailFailure failure) =>
        failure is MailFailure.RecipientRefused or MailFailure.BadAddress or MailFailure.Unreadable or MailFailure.Overdue;
}
