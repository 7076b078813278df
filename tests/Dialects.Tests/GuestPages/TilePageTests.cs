using System.Net;
using System.Text.RegularExpressions;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tiles;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.GuestPages;

/// <summary>A telephone that is held to the plate at a door.</summary>
public sealed partial class TilePageTests : IAsyncLifetime
{
    private LiveServer server = null!;
    private HttpClient browser = null!;
    private NpgsqlDataSource database = null!;
    private TenantId tenant;

    private Caller Desk => Caller.Server(tenant);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await LiveServer.StartAsync(("GuestPages:OpeningsPerMinute", "3"));
        browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Http.BaseAddress };
        database = NpgsqlDataSource.Create(server.Database);
        tenant = new TenantId(await AskAsync<Guid>("select tenant_id from tenant where name = 'House'"));
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await database.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_tile_opens_its_door_for_a_telephone_with_the_page_of_a_code_and_looking_at_it_opens_nothing()
    {
        var (tile, code) = (await TileAsync("Front door"), await GiveAsync("Front door", default));
        var cookie = await CookieAsync(code);

        var (looked, html) = await LookAsync(tile, cookie);
        Assert.Equal((200, 0), (looked, await OpenedAsync()));
        Assert.Contains(">Open Front door</button>", html, StringComparison.Ordinal);
        var (status, said) = await OpenAsync(tile, cookie, html);

        Assert.Equal(200, status);
        Assert.Contains("Front door: the lock has opened.", said, StringComparison.Ordinal);
        Assert.Equal(1, await OpenedAsync());
        var told = await LastAsync();
        Assert.Equal((AuditOutcome.Done, PrincipalKind.Tile, Surface.GuestPage), (told.Outcome, told.By!.Kind, told.By.Surface));
        Assert.Equal((CredentialKind.QrCode, code.Credential.Value), (told.Shown, told.Credential));
    }

    /// <summary>AZ-3: it is not told whether there is such a tile, or whose it is.</summary>
    [Fact]
    public async Task AZ_3_Without_the_page_of_a_code_for_its_doors_every_tile_is_as_one_that_is_not_there()
    {
        var tile = await TileAsync("Front door");
        await TileAsync("Office");
        var elsewhere = await CookieAsync(await GiveAsync("Office", default));
        var missing = await LookAsync($"{Guid.CreateVersion7()}", null);

        Assert.Equal(404, missing.Status);
        Assert.Equal(missing, await LookAsync(tile, null));
        Assert.Equal(missing, await LookAsync(tile, elsewhere));
        Assert.Equal(missing, await LookAsync(tile, $"codes={new string('A', 22)}"));
        Assert.Equal(missing, await LookAsync("no-tile", elsewhere));
        Assert.Equal(missing.Status, (await PostAsync(tile, null, $"proof=x&door={await LockAsync("Front door")}", "same-origin")).Status);
        Assert.Equal(0, await OpenedAsync());
    }

    [Fact]
    public async Task CO_2_A_form_that_this_server_did_not_draw_for_this_telephone_opens_nothing()
    {
        var (tile, other) = (await TileAsync("Front door"), await TileAsync("Office"));
        var cookie = await CookieAsync(await GiveAsync("Front door", default));
        var form = $"{FormOf((await LookAsync(tile, cookie)).Html)}&door={await LockAsync("Front door")}";

        Assert.Equal(404, (await PostAsync(tile, cookie, form, "cross-site")).Status);
        Assert.Equal(404, (await PostAsync(tile, cookie, form, "same-site")).Status);
        Assert.Equal(404, (await PostAsync(tile, cookie, form, null)).Status);
        Assert.Equal(404, (await PostAsync(tile, cookie, form, null, "https://elsewhere.example")).Status);
        Assert.Equal(404, (await PostAsync(other, cookie, form, "same-origin")).Status);
        Assert.Equal(404, (await PostAsync(tile, cookie, form.Replace("proof=", "proof=A", StringComparison.Ordinal), "same-origin")).Status);
        Assert.Equal(404, (await PostAsync(tile, cookie, new string('x', 5000), "same-origin")).Status);
        Assert.Equal(0, await OpenedAsync());
        Assert.Equal(200, (await PostAsync(tile, cookie, form, null, browser.BaseAddress!.GetLeftPart(UriPartial.Authority))).Status);
    }

    [Fact]
    public async Task AZ_5_What_was_revoked_or_taken_off_the_door_opens_nothing_any_more()
    {
        var (tile, code) = (await TileAsync("Front door"), await GiveAsync("Front door", default));
        var cookie = await CookieAsync(code);
        var (_, html) = await LookAsync(tile, cookie);
        var id = WireId.Number(WireIdKind.EnrollmentNumber, code.Enrollments[0].Number);
        Assert.Null((await server.Services.GetRequiredService<RevokePasscode>().RunAsync(Desk, id, null, needsLink: false, Cancel)).Error);

        Assert.Equal(404, (await OpenAsync(tile, cookie, html)).Status);

        var again = await CookieAsync(await GiveAsync("Front door", default));
        (_, html) = await LookAsync(tile, again);
        var tiles = server.Services.GetRequiredService<AssociateTile>();
        var door = new WireId(WireIdKind.LockUuid, await LockAsync("Front door"));
        Assert.Null((await tiles.UndoAsync(Desk, door, new WireId(WireIdKind.TileUuid, tile), Cancel)).Error);

        Assert.Equal(404, (await OpenAsync(tile, again, html)).Status);
        Assert.Equal(0, await OpenedAsync());
    }

    [Fact]
    public async Task AZ_6_Before_its_time_a_code_has_no_button_and_opens_nothing()
    {
        var tile = await TileAsync("Front door");
        var from = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(2);
        var cookie = await CookieAsync(await GiveAsync("Front door", new TimeWindow(from, from + TimeSpan.FromDays(1))));
        var (status, html) = await LookAsync(tile, cookie);

        Assert.Equal(200, status);
        Assert.DoesNotContain("<button", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Front door</strong>", html, StringComparison.Ordinal);
        var form = $"{FormOf(html)}&door={await LockAsync("Front door")}";
        Assert.Equal(403, (await PostAsync(tile, cookie, form, "same-origin")).Status);
        Assert.Equal((0, AccessErrorCode.NotYet), (await OpenedAsync(), (await LastAsync()).Reason));
    }

    /// <summary>Whoever asks for a page may be anywhere: what is not to be opened from afar is opened by no tile.</summary>
    [Theory]
    [InlineData("opens_remotely = false", AccessErrorCode.Unsupported)]
    [InlineData("frozen_at = now()", AccessErrorCode.Frozen)]
    [InlineData("permitted_addresses = '{192.0.2.0/24}'", AccessErrorCode.AddressNotPermitted)]
    public async Task AZ_1_The_rules_of_remote_opening_count_at_a_tile(string rule, AccessErrorCode why)
    {
        var tile = await TileAsync("Front door");
        var cookie = await CookieAsync(await GiveAsync("Front door", default));
        var (_, html) = await LookAsync(tile, cookie);
        await AskAsync<Guid>($"update smart_lock set {rule} where name = 'Front door' returning lock_id");

        Assert.Equal(403, (await OpenAsync(tile, cookie, html)).Status);
        Assert.Equal((0, why), (await OpenedAsync(), (await LastAsync()).Reason));
    }

    [Fact]
    public async Task One_telephone_opens_so_often_in_a_minute_and_no_oftener()
    {
        var tile = await TileAsync("Front door");
        var cookie = await CookieAsync(await GiveAsync("Front door", default));
        var (_, html) = await LookAsync(tile, cookie);
        for (var opened = 0; opened < 3; opened++)
        {
            Assert.Equal(200, (await OpenAsync(tile, cookie, html)).Status);
        }

        Assert.Equal(429, (await OpenAsync(tile, cookie, html)).Status);
        Assert.Equal(3, await OpenedAsync());
    }

    [Fact]
    public async Task A_page_without_a_tile_at_its_doors_keeps_nothing_on_the_telephone()
    {
        using var answer = await browser.GetAsync(
            new Uri($"/sl/{(await GiveAsync("Back gate", default)).Token!.LinkText}", UriKind.Relative),
            Cancel
        );

        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_telephone_keeps_the_links_of_its_newest_codes_and_speaks_its_language()
    {
        var tile = await TileAsync("Front door");
        var (first, second) = (await GiveAsync("Front door", default), await GiveAsync("Front door", default));
        var cookie = await CookieAsync(second, had: await CookieAsync(first));

        Assert.Equal($"codes={second.Token!.LinkText}.{first.Token!.LinkText}", cookie);
        Assert.Contains(">Front door を開ける</button>", (await LookAsync($"{tile}?lang=ja", cookie)).Html, StringComparison.Ordinal);
    }

    private async Task<string> TileAsync(string door)
    {
        var tile = Guid.CreateVersion7().ToString("D", null);
        var put = server.Services.GetRequiredService<AssociateTile>();
        var at = new WireId(WireIdKind.LockUuid, await LockAsync(door));
        Assert.Null((await put.RunAsync(Desk, at, new WireId(WireIdKind.TileUuid, tile), Cancel)).Error);
        return tile;
    }

    private async Task<string> LockAsync(string door)
    {
        var id = "";
        await Poll.UntilAsync(async () =>
            (
                id = await AskAsync<string>(
                    $"select coalesce((select p.wire_id from smart_lock l join public_id p on p.row_id = l.lock_id and p.kind = {(int)WireIdKind.LockUuid} where l.tenant_id = '{tenant.Value}' and l.name = '{door}' and l.is_online), '')"
                )
            ).Length > 0
        );
        return id;
    }

    private async Task<CreatedPasscode> GiveAsync(string door, TimeWindow window)
    {
        var request = new CreatePasscodeRequest
        {
            Locks = [new WireId(WireIdKind.LockUuid, await LockAsync(door))],
            Window = window,
            HasQr = true,
        };
        var made = await server.Services.GetRequiredService<CreatePasscode>().RunAsync(Desk, request, Cancel);
        return made.Error is { } error ? throw new InvalidOperationException(error.Detail) : made.Value;
    }

    /// <summary>Opens the page of the code, as the guest does with the message.</summary>
    private async Task<string> CookieAsync(CreatedPasscode code, string? had = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sl/{code.Token!.LinkText}");
        request.Headers.TryAddWithoutValidation("Cookie", had ?? "");
        using var answer = await browser.SendAsync(request, Cancel);
        var kept = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("; samesite=lax; httponly", kept, StringComparison.OrdinalIgnoreCase);
        return kept[..kept.IndexOf(';', StringComparison.Ordinal)];
    }

    private async Task<(int Status, string Html)> LookAsync(string tile, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/t/{tile}");
        request.Headers.TryAddWithoutValidation("Cookie", cookie ?? "");
        return await SendAsync(request);
    }

    private Task<(int Status, string Html)> OpenAsync(string tile, string cookie, string html) =>
        PostAsync(tile, cookie, $"{FormOf(html)}&door={Button().Match(html).Groups["door"].Value}", "same-origin");

    private async Task<(int Status, string Html)> PostAsync(string tile, string? cookie, string form, string? site, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/t/{tile}");
        request.Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        request.Headers.TryAddWithoutValidation("Cookie", cookie ?? "");
        if (site is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return await SendAsync(request);
    }

    private async Task<(int Status, string Html)> SendAsync(HttpRequestMessage request)
    {
        using var answer = await browser.SendAsync(request, Cancel);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("no-store", $"{answer.Headers.CacheControl}");
        return ((int)answer.StatusCode, WebUtility.HtmlDecode(html));
    }

    private static string FormOf(string html) => $"proof={Hidden().Match(html).Groups["proof"].Value}";

    private async Task<int> OpenedAsync() => (int)await AskAsync<long>("select count(*) from device_command where asked_by_kind = 5");

    private async Task<AuditEvent> LastAsync() =>
        AuditEvent.FromBytes(
            await AskAsync<byte[]>(
                $"select bytes from audit_event where kind = {(int)AuditKind.PresentCredential} and stage <> 1 order by received_at desc, sequence desc limit 1"
            )
        );

    private async Task<T> AskAsync<T>(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    [GeneratedRegex("name=\"proof\" value=\"(?<proof>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"door\" value=\"(?<door>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Button();
}
