using System.Globalization;
using Latchwork.Operations.Clients;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>keyvox.md 4, with a limit of three calls a minute and the usual sixty refused signatures. Each test has a minute of its own.</summary>
public sealed class RateLimitTests : IClassFixture<LimitedHouse>
{
    private const int RefusalsPerMinute = 60;

    private static readonly string[] Names =
    [
        "X-RateLimit-Limit-Minute",
        "X-RateLimit-Remaining-Minute",
        "RateLimit-Limit",
        "RateLimit-Remaining",
        "RateLimit-Reset",
        "Retry-After",
    ];

    private readonly LimitedHouse house;

    public RateLimitTests(LimitedHouse house)
    {
        this.house = house;
        house.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task RL_5_Every_answer_says_how_the_key_stands_and_the_call_over_the_limit_is_429_until_the_minute_is_over()
    {
        var key = await AddKeyAsync();

        Assert.Equal([(200, "0")], await CallAsync(key, 1));
        Assert.Equal(["3", "2", "3", "2", "60", ""], Standing);
        house.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal([(200, "0"), (200, "0")], await CallAsync(key, 2));
        Assert.Equal(["3", "0", "3", "0", "40", ""], Standing);

        Assert.Equal([(429, "API rate limit exceeded")], await CallAsync(key, 1));
        Assert.Equal(["3", "0", "3", "0", "40", "40"], Standing);
        Assert.Equal("application/json; charset=utf-8", last.Raw.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"message":"API rate limit exceeded"}""", last.Text);

        house.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal([(200, "0")], await CallAsync(key, 1));
        Assert.Equal(["3", "0", "3", "0", "20", ""], Standing);
    }

    [Fact]
    public async Task Refusals_inside_a_200_say_it_too_and_count_as_calls()
    {
        var key = await AddKeyAsync();

        Assert.Equal("E0005", (await SendAsync(key, "getLockStatus", "{}")).Code);
        Assert.Equal(["3", "2", "3", "2", "60", ""], Standing);
        Assert.Equal("E0043", (await SendAsync(key, "getLockStatus", """{"lockId":"QRZEURCMC2FWQ9OI"}""")).Code);
        Assert.Equal(["3", "1", "3", "1", "60", ""], Standing);
    }

    [Fact]
    public async Task A_key_is_counted_for_itself_and_one_with_a_limit_of_its_own_by_that()
    {
        var (one, other, slow) = (await AddKeyAsync(), await AddKeyAsync(), await AddKeyAsync(perMinute: 1));

        Assert.Equal([200, 200, 200, 429], (await CallAsync(one, 4)).Select(told => told.Status));
        Assert.Equal([200], (await CallAsync(other, 1)).Select(told => told.Status));
        Assert.Equal([200, 429], (await CallAsync(slow, 2)).Select(told => told.Status));
        Assert.Equal(["1", "0", "1", "0", "60", "60"], Standing);
    }

    /// <summary>RL-5: who reads too much can open the door all the same.</summary>
    [Fact]
    public async Task RL_5_Reads_use_up_no_motions()
    {
        var key = await AddKeyAsync();
        Assert.Equal(429, (await CallAsync(key, 4))[^1].Status);

        Assert.Equal("E0043", (await SendAsync(key, "unlock", """{"lockId":"QRZEURCMC2FWQ9OI","flag":"1"}""")).Code);
        Assert.Equal(["3", "2", "3", "2", "60", ""], Standing);
    }

    /// <summary>Whoever signs well is let in all the same: they may stand behind the same address.</summary>
    [Fact]
    public async Task After_sixty_refused_signatures_a_minute_an_address_is_told_429_in_place_of_401()
    {
        var wrong = house.Key with { Secret = "wrong" };

        var refused = await CallAsync(wrong, RefusalsPerMinute + 1);
        Assert.All(refused[..^1], told => Assert.Equal((401, "HMAC signature does not match"), told));
        Assert.Equal((429, "API rate limit exceeded"), refused[^1]);
        Assert.Equal(["", "", "", "", "", "60"], Standing);
        Assert.Equal([429], (await CallAsync(house.Key with { Key = new string('a', 40) }, 1)).Select(told => told.Status));
        Assert.Equal([(200, "0")], await CallAsync(await AddKeyAsync(), 1));

        house.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([401], (await CallAsync(wrong, 1)).Select(told => told.Status));
    }

    private KeyvoxReply last = null!;

    /// <summary>The headers of the last answer, in the order of <see cref="Names"/>; empty for one that is not there.</summary>
    private string[] Standing => [.. Names.Select(name => last.Raw.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : "")];

    private Task<KeyvoxKey> AddKeyAsync(int? perMinute = null) => house.AddKeyAsync(house.Tenant, new HmacKeyRules(), perMinute: perMinute);

    private async Task<(int Status, string Told)[]> CallAsync(KeyvoxKey key, int times)
    {
        var told = new List<(int, string)>();
        for (var call = 0; call < times; call++)
        {
            var reply = await SendAsync(key, "getLocks", string.Create(CultureInfo.InvariantCulture, $$"""{"page":{{call + 1}}}"""));
            told.Add(((int)reply.Status, reply.Code ?? reply.Message ?? ""));
        }

        return [.. told];
    }

    private async Task<KeyvoxReply> SendAsync(KeyvoxKey key, string function, string body) => last = await house.CallAsync(function, body, key: key);
}
