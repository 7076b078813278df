namespace Latchwork.Dialects.Doordeck.Platform;

/// <summary>All routes under <c>/platform</c> (11.3).</summary>
internal static class PlatformEndpoints
{
    public static void Map(DialectRoutes doordeck)
    {
        ApplicationEndpoints.Map(doordeck);
        VouchingEndpoints.Map(doordeck);
        PeopleEndpoints.Map(doordeck);
        LogoEndpoints.Map(doordeck);
        TokenEcho.Map(doordeck);
    }
}
