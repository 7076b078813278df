namespace Latchwork.Dialects.Sifely.Ekeys;

/// <summary>A sent ekey (3.2): clients read the id, and some whether it went well.</summary>
internal sealed record SentKeyBody(long KeyId, int Errcode = 0, string Errmsg = "none error message");
