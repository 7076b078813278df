using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Latchwork.Dialects.Tests.Scenarios;

/// <summary>Sends scenarios one after another, to any server, and tells each answer with ids and times masked.</summary>
/// <param name="http">Its base address is the server's.</param>
/// <param name="newActs">What the audit says since the last request; null where that cannot be seen.</param>
internal sealed partial class ScenarioRunner(HttpClient http, Func<Task<string>>? newActs = null)
{
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly StringBuilder told = new();

    private readonly List<(string Verb, string Target, int Status, string Body)> seen = [];

    /// <summary>All answers as they came.</summary>
    public IReadOnlyList<(string Verb, string Target, int Status, string Body)> Seen => seen;

    public string Told => told.ToString().TrimEnd('\n');

    /// <summary>From now on the placeholder stands for the value, and the value is masked by it.</summary>
    public void Know(string placeholder, string value) => known[$"{{{placeholder}}}"] = value;

    public async Task<string> RunAsync(Scenario scenario)
    {
        using var request = scenario.ToRequest(Fill);
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        seen.Add((scenario.Verb, Fill(scenario.Target), (int)answer.StatusCode, body));
        told.Append(
            $"# {scenario.Name}\n{scenario.Verb} {scenario.Target}{(scenario.Accept is { } accept ? $" as {accept}" : "")}\n{(int)answer.StatusCode} {Mask(body)}\n"
        );
        told.Append(
            answer.Headers.Location is { } there
                ? $"Location: {UuidForm().Replace(CodeParameter().Replace(Named(there.OriginalString), "${name}{code}"), "{uuid}")}\n"
                : ""
        );
        Learn(scenario, body);
        told.Append(newActs is null ? "\n" : $"audit: {await newActs()}\n\n");
        return body;
    }

    private void Learn(Scenario scenario, string body)
    {
        foreach (var (placeholder, member) in scenario.Learns)
        {
            Know(placeholder, member.Split('.').Aggregate(JsonNode.Parse(body)!, Inside).ToString());
        }
    }

    private static JsonNode Inside(JsonNode of, string member) =>
        of is JsonArray list ? list[int.Parse(member, CultureInfo.InvariantCulture)]! : of[member]!;

    public string Fill(string text) => known.Aggregate(text, (filled, pair) => filled.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    private string Named(string text) => known.Aggregate(text, (named, pair) => named.Replace(pair.Value, pair.Key, StringComparison.Ordinal));

    /// <summary>Rows that came to be in one instant have no order of their own.</summary>
    private static string Ordered(string body)
    {
        if (!IsJson(body))
        {
            return body;
        }

        var answer = JsonNode.Parse(body);
        if ((answer as JsonObject)?["list"] is not JsonArray list || list is [] || list[0]!["lockName"] is null)
        {
            return body;
        }

        answer!["list"] = new JsonArray([.. list.OrderBy(row => (string?)row!["lockName"], StringComparer.Ordinal).Select(row => row!.DeepClone())]);
        return answer.ToJsonString();
    }

    /// <summary>A stream, lines and tables are not.</summary>
    private static bool IsJson(string body) => body is ['{' or '[' or '"', ..] && !body.Contains('\n', StringComparison.Ordinal);

    private string Mask(string body)
    {
        var masked = body.Length == 0 ? "" : CodeParameter().Replace(Named(Ordered(body)), "${name}{code}");
        masked = KeyForm().Replace(masked, "{another key}");
        masked = ClientForm().Replace(masked, "{client}");
        masked = MacForm().Replace(masked, "{mac}");
        masked = TimeMember().Replace(masked, "${name}{time}");
        masked = TokenMember().Replace(masked, "${name}\"{token}\"");
        masked = WebhookSecretForm().Replace(masked, "{a webhook secret}");
        masked = NativeKeyForm().Replace(masked, "{a native key}");
        masked = IntegrationForm().Replace(masked, "{an integration token}");
        masked = QrMember().Replace(masked, "${name}\"{qr}\"");
        masked = HmacMember().Replace(masked, "${name}\"{an HMAC secret}\"");
        masked = RandomCode().Replace(masked, "${name}\"{digits}\"");
        masked = HexClientForm().Replace(masked, "${name}\"{client}\"");
        masked = PlanMember().Replace(masked, "${name}\"{digest}\"");
        masked = UuidForm().Replace(masked, "{uuid}");
        masked = SecondsMember().Replace(masked, "${name}{seconds}");
        masked = RsaKeyForm().Replace(masked, "{an RSA key}");
        masked = InstantForm().Replace(masked, "{instant}");
        masked = PlaceForm().Replace(masked, "${name}{place}${end}");
        masked = CursorForm().Replace(masked, "${name}\"{cursor}\"");
        // Approved files have the line ends of wherever they are checked out.
        masked = masked.Replace("\r\n", "\n", StringComparison.Ordinal);
        return IdMember().Replace(masked, "${name}{id}");
    }

    [GeneratedRegex("(?<name>\"plan\":)\"[0-9a-f]{64}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlanMember();

    [GeneratedRegex("(?<name>\"qr\":)\"[0-9A-Za-z_-]{43}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QrMember();

    [GeneratedRegex("sk-[0-9A-Za-z]{32}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyForm();

    [GeneratedRegex("(?<name>\"keyboardPwd\":)\"[0-9]{9}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RandomCode();

    [GeneratedRegex("(?<name>\"(clientId|userPrefix)\":)\"([0-9a-f]{32}|[a-z]{5})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HexClientForm();

    [GeneratedRegex("(?<name>[?&](code|token)=)[0-9A-Za-z]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeParameter();

    [GeneratedRegex("whsec_[0-9A-Za-z+/]{43}=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WebhookSecretForm();

    [GeneratedRegex("lw_[0-9A-Za-z]{32}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NativeKeyForm();

    [GeneratedRegex("lwi_[0-9A-Za-z]{40}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IntegrationForm();

    [GeneratedRegex("(?<name>\"(key|secret)\":)\"[0-9A-Za-z]{40,44}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HmacMember();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UuidForm();

    [GeneratedRegex("(?<name>\"(timestamp|lastOperation|created|updated|start|end)\":)[1-9][0-9]{9}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecondsMember();

    [GeneratedRegex("MIIBIjAN[0-9A-Za-z+/=]{384}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RsaKeyForm();

    [GeneratedRegex("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+(\\+00:00|Z)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InstantForm();

    [GeneratedRegex("(?<name>\"next\":)\"[0-9A-Za-z_-]{20,}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CursorForm();

    /// <summary>Places in the list of events: members, fields of a stream, first cells of a table.</summary>
    [GeneratedRegex(
        "(?<name>\"next\":\"|\"id\":\"(?=[0-9]+\",\"type\":\")|^id: |^\")[1-9][0-9]{5,14}(?<end>\"|\r?$)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex PlaceForm();

    [GeneratedRegex("cli_[0-9A-Za-z]{8}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClientForm();

    [GeneratedRegex("[0-9A-F]{2}(:[0-9A-F]{2}){5}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MacForm();

    [GeneratedRegex(
        "(?<name>\"(date|lockDate|serverDate|startDate|endDate|sendDate|createDate|updateDate|rssiUpdateDate|regtime|lastDate|lastUpdated)\":)[1-9][0-9]*|(?<name>\"took\":)[0-9]+",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex TimeMember();

    [GeneratedRegex(
        "(?<name>\"(token|refreshToken|sifelyToken|access_token|refresh_token|code|clientSecret)\":)\"[0-9A-Za-z]{20,}\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex TokenMember();

    [GeneratedRegex(
        "(?<name>\"(keyId|recordId|id|keyboardPwdId|uid|gatewayId|cardId|fingerprintId|groupId|lockId)\":)[0-9]+",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex IdMember();
}
