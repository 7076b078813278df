namespace Latchwork.Domain.Webhooks;

/// <summary>Why a try failed: all that a tenant is told of it besides status and duration (WH-4). The numbers are stored: only add.</summary>
public enum AttemptFailure
{
    None = 0,

    /// <summary>The name of the host has no address.</summary>
    NoAddress = 1,

    /// <summary>The target is not one that this server may call (WH-2, WH-3).</summary>
    TargetRefused = 2,

    /// <summary>Nobody took the connection.</summary>
    NoConnection = 3,

    /// <summary>The certificate is not trusted, or not the host's.</summary>
    Tls = 4,

    /// <summary>No answer in time.</summary>
    TimedOut = 5,

    /// <summary>The connection ended before an answer, or what came was none.</summary>
    Broken = 6,

    /// <summary>An answer other than 2xx; a redirection too.</summary>
    NotAccepted = 7,
}
