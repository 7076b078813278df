using System.Net;
using System.Text.RegularExpressions;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.GuestPages;

public sealed partial class GuestPageTests
{
    private const string Pin = "482916";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KR_3_A_page_shows_what_the_guest_needs_and_is_recorded_once_an_hour()
    {
        await using var server = await LiveServer.StartAsync();
        var code = await GiveAsync(server, "Front door", default);

        var (status, html, headers) = await OpenAsync(server, code.Token!.LinkText);
        await OpenAsync(server, code.Token.LinkText);

        Assert.Equal(200, status);
        Assert.Contains($">{Pin}</p>", html, StringComparison.Ordinal);
        Assert.Contains("<h1>House</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Front door</strong>", html, StringComparison.Ordinal);
        Assert.Contains("<svg viewBox=\"0 0 ", html, StringComparison.Ordinal);
        Assert.Contains("At any time", html, StringComparison.Ordinal);
        Assert.Contains("Local time there (Asia/Tokyo)", html, StringComparison.Ordinal);
        Assert.Equal(1, await AskAsync<long>(server, "select count(*) from audit_event where kind = 103"));
        Assert.Equal("no-store", headers["Cache-Control"]);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
        Assert.StartsWith("noindex", headers["X-Robots-Tag"], StringComparison.Ordinal);
    }

    /// <summary>CO-3: whatever a place is called, nothing of it runs, and nothing else is loaded.</summary>
    [Fact]
    public async Task CO_3_A_page_runs_and_loads_nothing_whatever_doors_are_called()
    {
        await using var server = await LiveServer.StartAsync();
        var code = await GiveAsync(server, "Front door", default);
        const string evil = "<script>alert('1')</script>\" onload=\"x";
        await DoAsync(server, "update smart_lock set name = $1 where name = 'Front door'", evil);
        await DoAsync(server, "update site set name = $1", evil);

        var (_, html, headers) = await OpenAsync(server, code.Token!.LinkText);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(Handlers(), html);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", html, StringComparison.Ordinal);
        var policy = headers["Content-Security-Policy"];
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "de, ja;q=0.8, en;q=0.5", "ja", "暗証番号")]
    [InlineData("?lang=en", "ja", "en", "Your code")]
    [InlineData("", "ja-JP", "ja", "暗証番号")]
    [InlineData("", "fr", "en", "Your code")]
    [InlineData("?lang=xx", "not a language;;q", "en", "Your code")]
    public async Task A_page_speaks_the_language_that_was_asked_for(string query, string accept, string tag, string heading)
    {
        await using var server = await LiveServer.StartAsync();
        var code = await GiveAsync(server, "Front door", default);

        var (_, html, _) = await OpenAsync(server, code.Token!.LinkText + query, accept);

        Assert.Contains($"<html lang=\"{tag}\">", html, StringComparison.Ordinal);
        Assert.Contains($">{heading}</h2>", html, StringComparison.Ordinal);
    }

    /// <summary>Words from the evidence: the lock is out of reach, then it has been read back; the plain gate is told at the start.</summary>
    [Fact]
    public async Task A_page_never_says_more_than_is_known()
    {
        await using var server = await LiveServer.StartAsync();
        var front = await GiveAsync(server, "Front door", default);
        var from = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(2);
        var back = await GiveAsync(server, "Back gate", new TimeWindow(from, from + TimeSpan.FromDays(1)));

        await Poll.UntilAsync(async () => (await OpenAsync(server, front.Token!.LinkText)).Html.Contains(">Ready.<", StringComparison.Ordinal));
        var (_, html, _) = await OpenAsync(server, back.Token!.LinkText);

        var tokyo = ZoneDatabase.LocalAt("Asia/Tokyo", from);
        var time = tokyo.ToString("ddd d MMMM yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($"It will be set at {time}.", html, StringComparison.Ordinal);
        Assert.Contains($"From {time} until ", html, StringComparison.Ordinal);
        Assert.DoesNotContain(">Ready.<", html, StringComparison.Ordinal);

        await DoAsync(server, "update enrollment set plan = '{}', evidence = 0, updated_at = updated_at, due_at = null");
        Assert.Contains("The lock has not confirmed it yet.", (await OpenAsync(server, front.Token!.LinkText)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_over_with_its_code_and_then_says_nothing_of_whose_it_was()
    {
        await using var server = await LiveServer.StartAsync();
        var revoked = await GiveAsync(server, "Front door", default);
        await OpenAsync(server, revoked.Token!.LinkText);
        var desk = await DeskAsync(server);
        var id = WireId.Number(WireIdKind.EnrollmentNumber, revoked.Enrollments[0].Number);
        Assert.Null((await server.Services.GetRequiredService<RevokePasscode>().RunAsync(desk, id, null, needsLink: false, Cancel)).Error);

        var (status, html, _) = await OpenAsync(server, revoked.Token.LinkText);

        Assert.Equal(410, status);
        Assert.DoesNotContain(Pin, html, StringComparison.Ordinal);
        Assert.DoesNotContain("House", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Front door", html, StringComparison.Ordinal);
        var (other, unknown, _) = await OpenAsync(server, new string('A', 22));
        Assert.Equal(404, other);
        Assert.DoesNotContain("House", unknown, StringComparison.Ordinal);
        Assert.Equal(404, (await OpenAsync(server, "%3Cscript%3E")).Status);
    }

    [Fact]
    public async Task RL_2_Links_that_lead_nowhere_are_counted_for_where_they_come_from()
    {
        await using var server = await LiveServer.StartAsync(("GuestPages:MissesPerMinute", "3"));
        for (var misses = 0; misses < 3; misses++)
        {
            Assert.Equal(404, (await OpenAsync(server, new string((char)('A' + misses), 22))).Status);
        }

        var (status, _, headers) = await OpenAsync(server, new string('Z', 22));

        Assert.Equal(429, status);
        Assert.True(headers.ContainsKey("Retry-After"));
    }

    /// <summary>The QR that is drawn is the one that opens: read back from the picture's own modules.</summary>
    [Fact]
    public async Task The_drawn_qr_is_the_one_of_the_code()
    {
        await using var server = await LiveServer.StartAsync();
        var code = await GiveAsync(server, "Front door", default);

        var (_, html, _) = await OpenAsync(server, code.Token!.LinkText);

        var drawn = Latchwork.Dialects.GuestPages.QrDrawing.Svg(code.Token.QrText, "QR code to hold in front of the reader");
        Assert.Contains(drawn, html, StringComparison.Ordinal);
        Assert.DoesNotContain(code.Token.QrText, html, StringComparison.Ordinal);
    }

    private static async Task<CreatedPasscode> GiveAsync(LiveServer server, string door, TimeWindow window)
    {
        var name = "";
        await Poll.UntilAsync(async () =>
            (
                name = await AskAsync<string>(
                    server,
                    $"select coalesce((select p.wire_id from smart_lock l join public_id p on p.row_id = l.lock_id and p.kind = 20 join tenant t on t.tenant_id = l.tenant_id and t.name = 'House' where l.name = '{door}' and l.is_online order by l.created_at limit 1), '')"
                )
            ).Length > 0
        );
        var request = new CreatePasscodeRequest
        {
            Locks = [new WireId(WireIdKind.LockUuid, name)],
            Digits = PinDigits.Parse(Pin).Value,
            Window = window,
            HasQr = true,
        };
        var made = await server.Services.GetRequiredService<CreatePasscode>().RunAsync(await DeskAsync(server), request, Cancel);
        return made.Error is { } error ? throw new InvalidOperationException(error.Detail) : made.Value;
    }

    private static async Task<Caller> DeskAsync(LiveServer server) =>
        Caller.Server(new Domain.TenantId(await AskAsync<Guid>(server, "select tenant_id from tenant where name = 'House'")));

    private static async Task<(int Status, string Html, IReadOnlyDictionary<string, string> Headers)> OpenAsync(
        LiveServer server,
        string link,
        string? accept = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sl/{link}");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", accept);
        }

        using var answer = await server.Http.SendAsync(request, Cancel);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        var raw = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        return (
            (int)answer.StatusCode,
            raw,
            answer.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase)
        );
    }

    private static async Task<T> AskAsync<T>(LiveServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private static async Task DoAsync(LiveServer server, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>Inside a tag, not in text.</summary>
    [GeneratedRegex("<[^>]*\\son[a-z]+=", RegexOptions.None, 1000)]
    private static partial Regex Handlers();
}
