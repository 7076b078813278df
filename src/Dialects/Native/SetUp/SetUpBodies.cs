namespace Latchwork.Dialects.Native.SetUp;

/// <param name="Token">As the first start printed it.</param>
/// <param name="TimeZone">IANA zone of the tenant and its first site.</param>
/// <param name="Login">E-mail, telephone (with +) or plain name of the owner.</param>
internal sealed record SetUpBody(string Token, string TenantName, string TimeZone, string Login, string DisplayName, string Password)
{
    public override string ToString() => nameof(SetUpBody);
}

/// <param name="ApiKey">A key of this API with every scope; shown this once.</param>
internal sealed record SetUpDoneBody(string TenantId, string ApiKey)
{
    public override string ToString() => nameof(SetUpDoneBody);
}
