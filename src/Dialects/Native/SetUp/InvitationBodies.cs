namespace Latchwork.Dialects.Native.SetUp;

/// <param name="Token">Of the message that invites.</param>
/// <param name="Password">Their first.</param>
internal sealed record AcceptBody(string Token, string Password)
{
    public override string ToString() => nameof(AcceptBody);
}

/// <param name="Grants">How many waited for this and hold now.</param>
internal sealed record AcceptedBody(int Grants);
