using System.Net;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Sending;
using Latchwork.Testing;
using Latchwork.Testing.Webhooks;
using Xunit;

namespace Latchwork.Operations.Tests.Webhooks;

/// <summary>WH-2, WH-3: where webhooks may go, however that is written.</summary>
public sealed class WebhookTargetTests
{
    /// <summary>Hosts of addresses that are not to be reached, as they can be spelled.</summary>
    public static readonly TheoryData<string> Spellings =
    [
        // Loopback.
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "127.255.255.254",
        "2130706433",
        "0x7f000001",
        "0X7F.0.0.1",
        "0x7f.1",
        "017700000001",
        "0177.0.0.1",
        "0177.0.0.01",
        "127.0.0.1.",
        "１２７.０.０.１",
        "127。0。0。1",
        "①②⑦.⓪.⓪.①",
        "localhost",
        "LOCALHOST.",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[0000::0001]",
        // Unspecified.
        "0.0.0.0",
        "0",
        "[::]",
        // Private.
        "10.0.0.1",
        "10.1",
        "167772161",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "192.168.1",
        "0xc0a80001",
        "0300.0250.0.1",
        // Link-local and metadata.
        "169.254.169.254",
        "169.254.43518",
        "2852039166",
        "0xa9fea9fe",
        "0251.0376.0251.0376",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fe80::1%251]",
        // Shared, protocol, benchmarking, documentation, relays.
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        // Multicast, reserved, broadcast.
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "4294967295",
        "[ff02::1]",
        // IPv6 unique-local, site-local, documentation, benchmarking, discard.
        "[fc00::1]",
        "[fd12:3456:789a::1]",
        "[fec0::1]",
        "[2001:db8::1]",
        "[3fff::1]",
        "[2001:2::1]",
        "[100::1]",
        "[5f00::1]",
        // IPv4 inside IPv6: mapped, compatible, NAT64, 6to4, Teredo.
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:10.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[::127.0.0.1]",
        "[::7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[2002:a9fe:a9fe::1]",
        "[2001:0:7f00:1::1]",
        "[2001:0:0:0:0:0:80ff:fffe]",
    ];

    [Fact]
    public void There_are_more_than_sixty_spellings() => Assert.InRange(Spellings.Count, 60, 200);

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task No_spelling_of_an_address_that_is_not_public_is_reached(string host)
    {
        await using var receiver = new WebhookReceiver();
        // Any port will do, so that the address alone is judged; a name has the addresses that the machine knows.
        using var sender = new WebhookSender(new WebhookOptions { Ports = { receiver.Port } }, new SystemResolver());
        foreach (
            var url in new[]
            {
                $"https://{host}:{receiver.Port}/",
                $"https://{host}/",
                $"http://{host}:{receiver.Port}/",
                $"https://{host}:{receiver.Port}/%2e%2e//",
            }
        )
        {
            if (TargetRules.Parse(url) is not { } target)
            {
                continue;
            }

            Assert.False(await sender.MayReachAsync(target, CancellationToken.None), url);
            var result = await sender.SendAsync(Any(target), TimeSpan.FromSeconds(2), CancellationToken.None);
            Assert.True(result.Failure is AttemptFailure.TargetRefused or AttemptFailure.NoAddress, $"{url}: {result.Failure}");
        }

        Assert.Equal(0, receiver.Connections);
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.32.0.1")]
    [InlineData("192.167.255.255")]
    [InlineData("198.17.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    public void Public_unicast_addresses_are_taken(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://user:pass@example.com/")]
    [InlineData("https://user@example.com/")]
    [InlineData("https://example.com/#part")]
    [InlineData("https://example.com/#")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("//example.com/")]
    [InlineData("example.com")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://exa mple.com/")]
    [InlineData("https://example.com/\r\nHost: other")]
    [InlineData("https://127.0.0.1\\@example.com/")]
    [InlineData("")]
    public void A_text_of_another_form_is_no_target(string url) => Assert.Null(TargetRules.Parse(url));

    [Fact]
    public void A_host_has_253_characters_at_most()
    {
        var label = new string('a', 60) + ".";
        Assert.NotNull(TargetRules.Parse($"https://{string.Concat(Enumerable.Repeat(label, 4))}example/"));
        Assert.Null(TargetRules.Parse($"https://{string.Concat(Enumerable.Repeat(label, 4))}example.too.long/"));
    }

    [Theory]
    [InlineData("https://hooks.test/", true)]
    [InlineData("https://hooks.test:443/", true)]
    [InlineData("https://hooks.test:8443/", true)] // the operator's list
    [InlineData("https://hooks.test:22/", false)]
    [InlineData("http://hooks.test/", false)]
    [InlineData("http://hooks.test:443/", false)]
    [InlineData("http://inside.test:9000/", true)]
    [InlineData("https://inside.test:9000/", true)]
    [InlineData("http://other-inside.test/", false)]
    [InlineData("http://both.test/", false)] // one of its addresses is public
    [InlineData("https://both.test/", true)]
    [InlineData("https://mixed.test/", false)] // one of its addresses is private, and not opened
    [InlineData("https://nobody.test/", false)]
    public async Task Only_opened_ranges_take_plain_http_and_other_ports(string url, bool may)
    {
        var names = new Names
        {
            ["hooks.test"] = ["1.1.1.1", "2606:4700::1111"],
            ["inside.test"] = ["10.1.2.3"],
            ["other-inside.test"] = ["10.2.0.1"],
            ["both.test"] = ["10.1.2.3", "1.1.1.1"],
            ["mixed.test"] = ["1.1.1.1", "192.168.0.1"],
        };
        using var sender = new WebhookSender(new WebhookOptions { Ports = { 8443 }, OpenRanges = { "10.1.0.0/16" } }, names);
        Assert.Equal(may, await sender.MayReachAsync(TargetRules.Parse(url)!, CancellationToken.None));
    }

    /// <summary>A name that is public when it is set up and something else when it is called; and one that changes between two tries.</summary>
    [Fact]
    public async Task A_name_that_changes_its_answer_is_judged_at_every_try()
    {
        await using var receiver = new WebhookReceiver();
        var names = new Names { ["rebind.test"] = ["1.1.1.1"] };
        using var sender = new WebhookSender(new WebhookOptions { Ports = { receiver.Port } }, names);
        var target = TargetRules.Parse($"https://rebind.test:{receiver.Port}/")!;
        Assert.True(await sender.MayReachAsync(target, CancellationToken.None));

        names["rebind.test"] = ["127.0.0.1"];
        Assert.Equal(AttemptFailure.TargetRefused, (await sender.SendAsync(Any(target), TimeSpan.FromSeconds(2), CancellationToken.None)).Failure);
        names["rebind.test"] = ["1.1.1.1", "127.0.0.1"];
        Assert.Equal(AttemptFailure.TargetRefused, (await sender.SendAsync(Any(target), TimeSpan.FromSeconds(2), CancellationToken.None)).Failure);
        Assert.Equal(0, receiver.Connections);
    }

    /// <summary>The address that was judged is the one that is called: the name is looked up once a try.</summary>
    [Fact]
    public async Task A_name_is_looked_up_once_a_try_also_on_a_kept_connection()
    {
        await using var receiver = new WebhookReceiver();
        var names = new Names { ["here.test"] = ["127.0.0.1"] };
        using var sender = new WebhookSender(new WebhookOptions { OpenRanges = { "127.0.0.0/8" } }, names);
        var target = TargetRules.Parse($"http://here.test:{receiver.Port}/")!;
        for (var i = 1; i <= 3; i++)
        {
            Assert.True((await sender.SendAsync(Any(target), TimeSpan.FromSeconds(2), CancellationToken.None)).IsAcknowledged);
            Assert.Equal(i, names.Asked);
        }

        Assert.Equal(1, receiver.Connections);
        names["here.test"] = ["10.0.0.1"];
        Assert.Equal(AttemptFailure.TargetRefused, (await sender.SendAsync(Any(target), TimeSpan.FromSeconds(2), CancellationToken.None)).Failure);
        Assert.Equal(3, receiver.Received.Count);
    }

    [Fact]
    public async Task A_certificate_is_verified_against_its_authority_and_the_name()
    {
        using var certificates = new TestCertificates();
        using var folder = new TestFile(certificates.AuthorityPem);
        using var right = certificates.LeafOf("right.test");
        await using var receiver = new WebhookReceiver(right);
        var names = new Names { ["right.test"] = ["127.0.0.1"], ["wrong.test"] = ["127.0.0.1"] };
        var options = new WebhookOptions { OpenRanges = { "127.0.0.0/8" }, Authorities = folder.Path };
        using var trusting = new WebhookSender(options, names);
        using var usual = new WebhookSender(new WebhookOptions { OpenRanges = { "127.0.0.0/8" } }, names);

        Assert.Equal(AttemptFailure.None, await FailureAsync(trusting, "right.test"));
        Assert.Equal(AttemptFailure.Tls, await FailureAsync(trusting, "wrong.test"));
        Assert.Equal(AttemptFailure.Tls, await FailureAsync(usual, "right.test"));
        Assert.Single(receiver.Received);

        async Task<AttemptFailure> FailureAsync(WebhookSender sender, string host) =>
            (await sender.SendAsync(Any(new Uri($"https://{host}:{receiver.Port}/")), TimeSpan.FromSeconds(5), CancellationToken.None)).Failure;
    }

    private static OutgoingWebhook Any(Uri target) => new(target, new WebhookBody("{}"u8.ToArray(), "application/json"), []);

    /// <summary>A resolver that says what it is told to.</summary>
    private sealed class Names : Dictionary<string, string[]>, IHostResolver
    {
        public int Asked { get; private set; }

        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancel)
        {
            Asked++;
            return Task.FromResult<IReadOnlyList<IPAddress>>([.. this.GetValueOrDefault(host, []).Select(IPAddress.Parse)]);
        }
    }

    private sealed class TestFile : IDisposable
    {
        public TestFile(string text)
        {
            Path = System.IO.Path.Combine(Directory.CreateDirectory(TestPaths.Fresh("pem")).FullName, "authority.pem");
            File.WriteAllText(Path, text);
        }

        public string Path { get; }

        public void Dispose() => File.Delete(Path);
    }
}
