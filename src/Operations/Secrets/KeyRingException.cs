namespace Latchwork.Operations.Secrets;

/// <summary>
/// The key ring cannot be used, or something stored does not open: the wrong root key, a damaged or a moved value. The start is refused,
/// and later every decision (FS-5). The message is for the operator and holds no secret.
/// </summary>
public sealed class KeyRingException(string message, Exception? inner = null) : Exception(message, inner);
