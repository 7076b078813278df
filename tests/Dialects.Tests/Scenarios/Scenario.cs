using System.Text;

namespace Latchwork.Dialects.Tests.Scenarios;

/// <summary>One request as a client sends it, and what makes it of interest.</summary>
/// <param name="Name">A sentence.</param>
/// <param name="Target">Path and query; <c>{Front door}</c> and the like stand for ids that the runner knows.</param>
/// <param name="Authorization">The header, with the same placeholders; null for none.</param>
internal sealed record Scenario(string Name, string Verb, string Target, string? Authorization = "{key}")
{
    public string? Json { get; init; }

    public string? Form { get; init; }

    /// <summary>Null for any.</summary>
    public string? Accept { get; init; }

    /// <summary>Members of the answer that later rows name: placeholder and member, with dots on the way down and numbers into lists, such as <c>("pin", "keyboardPwdId")</c>.</summary>
    public IReadOnlyList<(string Placeholder, string Member)> Learns { get; init; } = [];

    public HttpRequestMessage ToRequest(Func<string, string> fill)
    {
        var request = new HttpRequestMessage(new HttpMethod(Verb), fill(Target));
        if (Authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", fill(Authorization));
        }

        if (Accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", Accept);
        }

        request.Content =
            Json is not null ? SentBody.Of(fill(Json))
            : Form is not null ? new StringContent(fill(Form), Encoding.UTF8, "application/x-www-form-urlencoded")
            : null;
        return request;
    }
}
