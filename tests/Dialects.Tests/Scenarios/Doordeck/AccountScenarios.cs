namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Accounts (5.3) from no credentials through every refusal to success, in the order of a person's story.</summary>
internal static class AccountScenarios
{
    private const string Register = "/auth/register";
    private const string Verify = "/account/email/verify";
    private const string Ask = "/account/password/reset/initialize";
    private const string Reset = "/account/password/reset/verify";
    private const string Ann = "Bearer {ann}";
    private const string ByApplication = "Bearer {application}";
    private const string AnnsBody = """{"email":"Ann@Example.com","password":"a long and quiet password","displayName":null,"ephemeralKey":null}""";

    /// <summary>Before Ann has read her mail.</summary>
    public static readonly Scenario[] Registering =
    [
        new("Nothing", "POST", Register, null),
        new("No password", "POST", Register, null) { Json = """{"email":"ann@example.com"}""" },
        new("No address", "POST", Register, null) { Json = """{"email":"ann","password":"a long and quiet password"}""" },
        new("Two addresses", "POST", Register, null) { Json = """{"email":"ann@a.com,bob@b.com","password":"a long and quiet password"}""" },
        new("KR-5: too short", "POST", Register, null) { Json = """{"email":"ann@example.com","password":"14 characters."}""" },
        new("KR-5: one of the first guesses", "POST", Register, null) { Json = """{"email":"ann@example.com","password":"passwordpassword"}""" },
        new("A name of two lines", "POST", Register, null)
        {
            Json = """{"email":"ann@example.com","password":"a long and quiet password","displayName":"Ann\nBcc: all@example.com"}""",
        },
        new("A key that is none", "POST", Register, null)
        {
            Json = """{"email":"ann@example.com","password":"a long and quiet password","ephemeralKey":"AAAA"}""",
        },
        new("Force that is neither", "POST", $"{Register}?force=perhaps", null) { Json = AnnsBody },
        new("Somebody's address", "POST", Register, null) { Json = """{"email":"DESK@example.com","password":"a long and quiet password"}""" },
        new("Somebody's address by force", "POST", $"{Register}?force=true", null)
        {
            Json = """{"email":"desk@example.com","password":"a long and quiet password"}""",
        },
        new("As a client sends it", "POST", $"{Register}?force=false", null) { Json = AnnsBody, Learns = [("ann", "authToken")] },
        new("Again", "POST", $"{Register}?force=false", null) { Json = AnnsBody },
        new("Log-in works before the address is known to be theirs", "POST", "/auth/token", null)
        {
            Json = """{"email":"ann@example.com","password":"a long and quiet password"}""",
        },
        new("Nobody's account", "GET", "/account", null),
        new("A token that is none", "GET", "/account", "Bearer nonsense"),
        new("Ann's account", "GET", "/account", Ann),
        new("With a slash at its end", "GET", "/account/", Ann),
        new("As an application's person", "GET", "/account", ByApplication),
        new("No code", "PUT", Verify, null),
        new("A code that is none", "PUT", $"{Verify}?code=abc", null),
        new("Another mail without a token", "POST", "/account/email/reverify", null),
        new("Another mail by an application's token", "POST", "/account/email/reverify", ByApplication),
        new("Another mail", "POST", "/account/email/reverify", Ann),
    ];

    /// <summary>With <c>{code}</c> from the mail.</summary>
    public static readonly Scenario[] Verified =
    [
        new("The code of the mail", "PUT", $"{Verify}?code={{code}}", null),
        new("The code again", "PUT", $"{Verify}?code={{code}}", null),
        new("Ann's address is hers", "GET", "/account", Ann),
        new("Another mail is not needed", "POST", "/account/email/reverify", Ann),
        new("A name without a token", "POST", "/account", null) { Json = """{"displayName":"Ann"}""" },
        new("A name of two lines", "POST", "/account", Ann) { Json = """{"displayName":"Ann\nof two lines"}""" },
        new("No name at all", "POST", "/account", Ann) { Json = "{}" },
        new("A name", "POST", "/account", Ann) { Json = """{"displayName":"  Ann of Example ","type":"com.example.Any"}""" },
        new("It is hers", "GET", "/account", Ann),
        new("None any more", "POST", "/account", Ann) { Json = """{"displayName":null}""" },
        new("Another password without a token", "POST", "/account/password", null)
        {
            Json = """{"oldPassword":"a long and quiet password","newPassword":"quite another long password"}""",
        },
        new("Another password by an application's token", "POST", "/account/password", ByApplication)
        {
            Json = """{"oldPassword":"a long and quiet password","newPassword":"quite another long password"}""",
        },
        new("No new password", "POST", "/account/password", Ann) { Json = """{"oldPassword":"a long and quiet password"}""" },
        new("KR-5: a short one", "POST", "/account/password", Ann) { Json = """{"oldPassword":"a long and quiet password","newPassword":"short"}""" },
        new("The old one is wrong", "POST", "/account/password", Ann)
        {
            Json = """{"oldPassword":"another one","newPassword":"quite another long password"}""",
        },
        new("Another password", "POST", "/account/password", Ann)
        {
            Json = """{"oldPassword":"a long and quiet password","newPassword":"quite another long password"}""",
        },
        new("The session that set it goes on", "GET", "/account", Ann),
        new("A reset for nobody", "POST", Ask, null) { Json = """{"email":"nobody@example.com"}""" },
        new("A reset for no address", "POST", Ask, null) { Json = """{"email":"ann"}""" },
        new("A reset without one", "POST", Ask, null) { Json = "{}" },
        new("A reset for Ann", "POST", Ask, null) { Json = """{"email":"ann@example.com"}""" },
    ];

    /// <summary>With <c>{user}</c> and <c>{reset}</c> from the mail.</summary>
    public static readonly Scenario[] Resetting =
    [
        new("A token that is none", "POST", Reset, null) { Json = """{"userId":"{user}","token":"abc","password":"a third long password"}""" },
        new("The token of another", "POST", Reset, null)
        {
            Json = """{"userId":"6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f","token":"{reset}","password":"a third long password"}""",
        },
        new("An id that is none", "POST", Reset, null) { Json = """{"userId":"ann","token":"{reset}","password":"a third long password"}""" },
        new("KR-5: a short one", "POST", Reset, null) { Json = """{"userId":"{user}","token":"{reset}","password":"short"}""" },
        new("Half of it", "POST", Reset, null) { Json = """{"userId":"{user}","token":"{reset}"}""" },
        new("A third password", "POST", Reset, null) { Json = """{"userId":"{user}","token":"{reset}","password":"a third long password"}""" },
        new("Again", "POST", Reset, null) { Json = """{"userId":"{user}","token":"{reset}","password":"a third long password"}""" },
        new("All her sessions have ended", "GET", "/account", Ann),
        new("The former password", "POST", "/auth/token", null) { Json = """{"email":"ann@example.com","password":"quite another long password"}""" },
        new("The third one", "POST", "/auth/token", null)
        {
            Json = """{"email":"ann@example.com","password":"a third long password"}""",
            Learns = [("ann", "authToken")],
        },
        new("Deletion without a token", "DELETE", "/account", null),
        new("Deletion of who owns doors", "DELETE", "/account", "Bearer {desk}"),
        new("Deletion", "DELETE", "/account", Ann),
        new("She is gone", "GET", "/account", Ann),
        new("For good", "POST", "/auth/token", null) { Json = """{"email":"ann@example.com","password":"a third long password"}""" },
        new("Her address is free", "POST", Register, null) { Json = AnnsBody },
    ];
}
