namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>The routes of 11.3, each from no credential through every refusal to success: one row a request, in the order in which they are sent.</summary>
internal static class PlatformScenarios
{
    private const string Applications = "/platform/application";
    private const string One = $"{Applications}/{{app}}";
    private const string Unknown = $"{Applications}/00000000-0000-4000-8000-000000000000";
    private const string Owner = "Bearer {owner}";
    private const string Stranger = "Bearer {stranger}";
    private const string Guest = "Bearer {guest}";
    private const string Type = """ "type":"com.doordeck.multiplatform.sdk.model.requests.Request", """;
    private const string Url = """{"url":"https://login.example.com/Realm"}""";
    private const string Origin = """{"url":"https://page.example.com"}""";
    private const string Picture = """{"contentType":"image/png"}""";
    private const string User = """{"userId":"{stranger id}"}""";
    private const string Myself = """{"userId":"{owner id}"}""";
    private const string Kid = """{"kid":"key-2"}""";
    private const string Ed =
        """{"kty":"OKP","crv":"Ed25519","kid":"key-2","use":"sig","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}""";

    private const string New = $$"""
        {{{Type}}"name":"Second App","companyName":"Company","mailingAddress":"1 Street","privacyPolicy":null,"supportContact":null,"appLink":null,"emailPreferences":null,"logoUrl":null}
        """;

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        .. Everywhere("Adding an application", "POST", Applications, New, isNamed: false),
        new("Adding one without a name", "POST", Applications, Owner) { Json = """{"companyName":"Company","mailingAddress":"1 Street"}""" },
        new("Adding one with a member of another type", "POST", Applications, Owner) { Json = """{"name":7}""" },
        new("Adding one with a member twice", "POST", Applications, Owner) { Json = """{"name":"a","name":"b"}""" },
        new("Adding one with nothing", "POST", Applications, Owner),
        new("Adding an application", "POST", Applications, Owner) { Json = New },
        .. Everywhere("Listing applications", "GET", Applications, isNamed: false),
        new("Listing applications, who has none", "GET", Applications, Stranger),
        .. Everywhere("Reading an application", "GET", One),
        new("Reading an application", "GET", One, Owner),
        new("Reading an application, in upper case and with a slash", "GET", $"{Applications}/{{APP}}/", Owner),
        .. Everywhere("Changing an application", "POST", One, """{"name":"Other"}"""),
        new("Changing a colour to none", "POST", One, Owner) { Json = """{"emailPreferences":{"primaryColour":"blue"}}""" },
        new("Changing a link to a script", "POST", One, Owner) { Json = """{"privacyPolicy":"javascript:alert(1)"}""" },
        new("Changing the name alone, as clients do", "POST", One, Owner) { Json = $$"""{{{Type}}"name":"Renamed"}""" },
        new("Changing mails", "POST", One, Owner)
        {
            Json = """
                {TYPE"emailPreferences":{TYPE"senderEmail":"desk@hotel.example.com","senderName":"Desk","primaryColour":"#112233","secondaryColour":null,
                "onlySendEssentialEmails":true,"callToAction":{TYPE"actionTarget":"https://hotel.example.com","headline":"Stay","actionText":"Book"}}}
                """.Replace("TYPE", Type, StringComparison.Ordinal),
        },
        new("Saying what was changed", "GET", One, Owner),
        .. Everywhere("Adding a key", "POST", $"{One}/auth/key", Ed),
        new("Adding no key", "POST", $"{One}/auth/key", Owner) { Json = "[]" },
        new("Adding a shared secret", "POST", $"{One}/auth/key", Owner) { Json = """{"kty":"oct","kid":"key-2","k":"AAAA"}""" },
        new("Adding a key with half a character", "POST", $"{One}/auth/key", Owner) { Json = """{"kty":"RSA","kid":"\ud800"}""" },
        new("Adding a whole private key", "POST", $"{One}/auth/key", Owner) { Json = Ed.Replace("{", $"{{{Type}", StringComparison.Ordinal) },
        new("Adding a key of the same kid", "POST", $"{One}/auth/key", Owner) { Json = Ed },
        .. Everywhere("Adding an issuer", "POST", $"{One}/auth/issuer", Url),
        new("Adding an issuer that is no address", "POST", $"{One}/auth/issuer", Owner) { Json = """{"url":"login"}""" },
        new("Adding an issuer without a word", "POST", $"{One}/auth/issuer", Owner) { Json = "{}" },
        new("Adding an issuer", "POST", $"{One}/auth/issuer", Owner) { Json = Url },
        new("Adding another application's issuer", "POST", $"{Applications}/{{second}}/auth/issuer", Owner) { Json = Url },
        .. Everywhere("Adding an origin", "POST", $"{One}/cors", Origin),
        new("Adding an origin with a path", "POST", $"{One}/cors", Owner) { Json = """{"url":"https://page.example.com/"}""" },
        new("Adding an origin", "POST", $"{One}/cors", Owner) { Json = Origin },
        .. Everywhere("Asking for an upload", "POST", $"{One}/logo", Picture),
        new("Asking for an upload of a drawing that can run", "POST", $"{One}/logo", Owner) { Json = """{"contentType":"image/svg+xml"}""" },
        new("Asking for an upload", "POST", $"{One}/logo", Owner) { Json = Picture },
        new("Uploading without a token", "PUT", $"{One}/logo/00000000-0000-4000-8000-000000000000", null) { Json = "{}" },
        new("Showing a picture that is not there", "GET", $"{One}/logo/00000000-0000-4000-8000-000000000000", null),
        .. Everywhere("Adding an owner", "POST", $"{One}/owner", User),
        new("Adding nobody", "POST", $"{One}/owner", Owner) { Json = """{"userId":"00000000-0000-4000-8000-000000000000"}""" },
        new("Adding somebody of the application", "POST", $"{One}/owner", Owner) { Json = """{"userId":"{guest id}"}""" },
        .. Everywhere("Listing owners", "GET", $"{One}/owner"),
        .. Everywhere("Removing an owner", "DELETE", $"{One}/owner", User),
        new("Removing the last owner", "DELETE", $"{One}/owner", Owner) { Json = Myself },
        new("Removing somebody who is none", "DELETE", $"{One}/owner", Owner) { Json = User },
        new("Adding an owner", "POST", $"{One}/owner", Owner) { Json = User },
        new("Listing owners, by the new one", "GET", $"{One}/owner", Stranger),
        new("Removing an owner", "DELETE", $"{One}/owner", Owner) { Json = User },
        .. Everywhere("Listing people", "GET", $"{One}/user?pageSize=10"),
        new("Listing people on a page that is too large", "GET", $"{One}/user?pageSize=101", Owner),
        new("Listing people after somebody unknown", "GET", $"{One}/user?lastUserRetrieved=00000000-0000-4000-8000-000000000000", Owner),
        new("Listing people", "GET", $"{One}/user?pageSize=100", Owner),
        new("Listing people after the last", "GET", $"{One}/user?pageSize=1&lastUserRetrieved={{guest id}}", Owner),
        new("Reading one's token, without one", "GET", "/platform/auth", null),
        new("Reading one's token, which is none", "GET", "/platform/auth", "Bearer a.b.c"),
        new("Reading one's token, to refresh with", "GET", "/platform/auth", "Bearer {refresh}"),
        .. Everywhere("Removing an origin", "DELETE", $"{One}/cors", Origin),
        new("Removing an origin that is none", "DELETE", $"{One}/cors", Owner) { Json = """{"url":"https://other.example.com"}""" },
        new("Removing an origin", "DELETE", $"{One}/cors", Owner) { Json = Origin },
        .. Everywhere("Removing an issuer", "DELETE", $"{One}/auth/issuer", Url),
        new("Removing an issuer in another case", "DELETE", $"{One}/auth/issuer", Owner) { Json = Url.ToLowerInvariant() },
        new("Removing an issuer", "DELETE", $"{One}/auth/issuer", Owner) { Json = Url },
        .. Everywhere("Removing a key", "DELETE", $"{One}/auth/key", Kid),
        new("Removing a key", "DELETE", $"{One}/auth/key", Owner) { Json = Kid },
        new("Removing a key again", "DELETE", $"{One}/auth/key", Owner) { Json = Kid },
        .. Everywhere("Removing an application", "DELETE", One),
        new("Another verb", "PATCH", One, Owner),
        new("Removing an application", "DELETE", One, Owner),
        new("Removing it again", "DELETE", One, Owner),
        new("Its tokens are none any more", "GET", "/platform/auth", Guest),
    ];

    /// <summary>What every route answers to those who may not.</summary>
    private static IEnumerable<Scenario> Everywhere(string what, string verb, string target, string? json = null, bool isNamed = true)
    {
        yield return new Scenario($"{what}, without a token", verb, target, null) { Json = json };
        yield return new Scenario($"{what}, with an application's token", verb, target, Guest) { Json = json };
        if (isNamed)
        {
            yield return new Scenario($"{what}, by a stranger", verb, target, Stranger) { Json = json };
            yield return new Scenario($"{what} that is not there", verb, target.Replace(One, Unknown, StringComparison.Ordinal), Owner)
            {
                Json = json,
            };
        }
    }
}
