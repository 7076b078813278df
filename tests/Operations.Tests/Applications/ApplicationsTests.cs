using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Testing;
using Latchwork.Testing.Tokens;
using Xunit;

namespace Latchwork.Operations.Tests.Applications;

/// <summary>What owners do with their applications (11.3).</summary>
public sealed class ApplicationsTests
{
    private const string Origin = "https://app.example.com:8443";

    [Fact]
    public async Task An_application_is_as_its_owner_said_and_changes_piece_by_piece()
    {
        await using var app = await AppHouse.OpenAsync();
        var change = new ApplicationFields
        {
            Name = "Other",
            PrivacyPolicy = "https://app.example.com/privacy",
            Mail = new MailFields { PrimaryColour = "#00AAff", CallToAction = new CallToAction("https://app.example.com/go", "Go", "Now") },
        };
        Assert.Null((await ChangeAsync(app, change)).Error);
        Assert.Null((await ChangeAsync(app, new ApplicationFields { SupportContact = "help@example.com" })).Error);

        var seen = await SeenAsync(app);

        Assert.Equal(("Other", "Hotel", "guest-app"), (seen.Said.Name, seen.Said.CompanyName, seen.Slug));
        Assert.Equal(("https://app.example.com/privacy", "help@example.com"), (seen.Said.PrivacyPolicy, seen.Said.SupportContact));
        Assert.Equal(("#00AAff", null), (seen.Said.Mail.PrimaryColour, seen.Said.Mail.SecondaryColour));
        Assert.Equal(change.Mail.CallToAction, seen.Said.Mail.CallToAction);
        Assert.Equal([AppHouse.Issuer], seen.Issuers);
        Assert.Equal(app.Signer.Kid, Assert.Single(seen.Keys).Key);

        var nothing = new ApplicationFields
        {
            PrivacyPolicy = "",
            Mail = new MailFields { CallToAction = new CallToAction("", "", "") },
        };
        Assert.Null((await ChangeAsync(app, nothing)).Error);
        Assert.Equal((null, null), ((await SeenAsync(app)).Said.PrivacyPolicy, (await SeenAsync(app)).Said.Mail.CallToAction));
    }

    public static TheoryData<ApplicationFields> Faults =>
        [
            new ApplicationFields { Name = " " },
            new ApplicationFields { Name = new string('n', 201) },
            new ApplicationFields { CompanyName = "" },
            new ApplicationFields { MailingAddress = "one\ntwo" },
            new ApplicationFields { PrivacyPolicy = "javascript:alert(1)" },
            new ApplicationFields { AppLink = "ftp://example.com" },
            new ApplicationFields { LogoUrl = "/logo.png" },
            new ApplicationFields { SupportContact = "nobody" },
            new ApplicationFields { Mail = new MailFields { SenderEmail = "nobody" } },
            new ApplicationFields { Mail = new MailFields { PrimaryColour = "red" } },
            new ApplicationFields { Mail = new MailFields { SecondaryColour = "#12345" } },
            new ApplicationFields { Mail = new MailFields { CallToAction = new CallToAction("javascript:x", "Go", "Now") } },
            new ApplicationFields { Mail = new MailFields { CallToAction = new CallToAction("https://example.com", "", "Now") } },
        ];

    [Fact]
    public async Task AZ_10_Texts_of_an_application_are_checked_and_a_refusal_changes_nothing()
    {
        await using var app = await AppHouse.OpenAsync();
        foreach (var fault in Faults.Select(row => row.Data))
        {
            Assert.Equal(AccessErrorCode.Invalid, (await ChangeAsync(app, fault)).Error?.Code);
        }

        Assert.Equal(AppHouse.Fields.Name, (await SeenAsync(app)).Said.Name);
        Assert.Equal(
            AccessErrorCode.Invalid,
            (await app.House.Get<AddApplication>().RunAsync(app.Owner, new ApplicationFields { Name = "n" }, default)).Error?.Code
        );
    }

    [Fact]
    public async Task AZ_3_An_owner_of_another_tenant_does_all_and_who_is_none_finds_nothing()
    {
        await using var app = await AppHouse.OpenAsync();
        await app.House.AddTenantAsync("further");
        var other = await app.House.LogInAsync("further@example.com");
        Assert.Equal(AccessErrorCode.NotFound, (await OneAsync(app, other)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await ChangeAsync(app, new ApplicationFields { Name = "Theirs" }, other)).Error?.Code);
        Assert.Empty((await app.House.Get<ApplicationQueries>().ListAsync(other, default)).Value);

        var uuid = await app.House.UuidAsync(other);
        Assert.Null((await app.House.Get<ApplicationOwners>().AddAsync(app.Owner, app.Id, uuid, default)).Error);

        Assert.Null((await ChangeAsync(app, new ApplicationFields { Name = "Theirs" }, other)).Error);
        Assert.Equal("Theirs", (await OneAsync(app, other)).Value.Said.Name);
        Assert.Equal("Theirs", Assert.Single((await app.House.Get<ApplicationQueries>().ListAsync(other, default)).Value).Said.Name);
        Assert.Equal(2, (await OwnersAsync(app, other)).Count);
        // Told where the application is, with who did it; the refusal stands at home with who was refused.
        Assert.Equal(1, await ChangesAsync(app, app.House.Tenant, AuditOutcome.Done, other));
        Assert.Equal(0, await ChangesAsync(app, app.House.Tenant, AuditOutcome.Refused, other));
        Assert.Equal(1, await ChangesAsync(app, other.Home, AuditOutcome.Refused, other));
    }

    [Fact]
    public async Task The_last_owner_stays_and_whoever_was_removed_finds_nothing()
    {
        await using var app = await AppHouse.OpenAsync();
        var friend = await app.House.PersonAsync("friend");
        var (mine, theirs) = (await app.House.UuidAsync(app.Owner), await app.House.UuidAsync(friend));
        var owners = app.House.Get<ApplicationOwners>();
        Assert.Equal(AccessErrorCode.Conflict, (await owners.RemoveAsync(app.Owner, app.Id, mine, default)).Error?.Code);
        Assert.Null((await owners.AddAsync(app.Owner, app.Id, theirs, default)).Error);
        Assert.Null((await owners.RemoveAsync(friend, app.Id, mine, default)).Error);

        Assert.Equal(AccessErrorCode.NotFound, (await OneAsync(app, app.Owner)).Error?.Code);
        Assert.Equal("friend@example.com", Assert.Single(await OwnersAsync(app, friend)).Email);
        Assert.Equal(AccessErrorCode.NotFound, (await owners.RemoveAsync(friend, app.Id, mine, default)).Error?.Code);
    }

    [Fact]
    public async Task Of_two_owners_who_remove_each_other_at_once_one_stays()
    {
        await using var app = await AppHouse.OpenAsync();
        var friend = await app.House.PersonAsync("friend");
        var (mine, theirs) = (await app.House.UuidAsync(app.Owner), await app.House.UuidAsync(friend));
        var owners = app.House.Get<ApplicationOwners>();
        Assert.Null((await owners.AddAsync(app.Owner, app.Id, theirs, default)).Error);

        await Task.WhenAll(owners.RemoveAsync(app.Owner, app.Id, theirs, default), owners.RemoveAsync(friend, app.Id, mine, default));

        Assert.Equal(1, await app.House.AskAsync<long>("select count(*) from application_owner"));
    }

    [Fact]
    public async Task Only_people_of_this_server_own_applications()
    {
        await using var app = await AppHouse.OpenAsync();
        var guest = await app.CallerAsync(app.Token("guest"));
        var uuid = await app.House.UuidAsync(guest);

        Assert.Equal(AccessErrorCode.NotFound, (await app.House.Get<ApplicationOwners>().AddAsync(app.Owner, app.Id, uuid, default)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotAllowed, (await app.House.Get<AddApplication>().RunAsync(guest, AppHouse.Fields, default)).Error?.Code);
        Assert.Equal(
            AccessErrorCode.NotFound,
            (await app.House.Get<ApplicationOwners>().AddAsync(app.Owner, app.Id, new WireId(WireIdKind.UserUuid, ""), default)).Error?.Code
        );
    }

    [Fact]
    public async Task An_issuer_is_one_applications_to_the_letter()
    {
        await using var app = await AppHouse.OpenAsync();
        var second = await app.House.ApplicationAsync(app.Owner);
        var issuers = app.House.Get<ApplicationIssuers>();

        Assert.Equal(AccessErrorCode.Taken, (await issuers.AddAsync(app.Owner, second, AppHouse.Issuer, default)).Error?.Code);
        Assert.Null((await issuers.AddAsync(app.Owner, second, AppHouse.Issuer + "/", default)).Error);
        Assert.Null((await issuers.AddAsync(app.Owner, second, "https://APP.example.com/auth", default)).Error);
        Assert.Null((await issuers.AddAsync(app.Owner, app.Id, AppHouse.Issuer, default)).Error);
        Assert.Equal(AccessErrorCode.Invalid, (await issuers.AddAsync(app.Owner, app.Id, "urn:app", default)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await issuers.RemoveAsync(app.Owner, second, AppHouse.Issuer, default)).Error?.Code);
        Assert.Null((await app.House.Get<RemoveApplication>().RunAsync(app.Owner, app.Id, default)).Error);
        Assert.Null((await issuers.AddAsync(app.Owner, second, AppHouse.Issuer, default)).Error);
    }

    [Fact]
    public async Task JW_11_A_kid_is_unique_in_its_application()
    {
        await using var app = await AppHouse.OpenAsync();
        using var another = new TokenSigner(app.Signer.Kid);

        Assert.Equal(AccessErrorCode.Taken, (await app.AddKeyAsync(another.Jwk)).Error?.Code);

        var second = await app.House.ApplicationAsync(app.Owner);
        var jwk = Encoding.UTF8.GetBytes(another.Jwk.ToJsonString());
        Assert.Null((await app.House.Get<ApplicationKeys>().AddAsync(app.Owner, second, jwk, default)).Error);
    }

    [Theory]
    [InlineData(Origin, true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://[::1]:3000", true)]
    [InlineData("https://app.example.com/", false)]
    [InlineData("https://app.example.com:443", false)]
    [InlineData("https://App.example.com", false)]
    [InlineData("https://app.example.com/page", false)]
    [InlineData("https://user@app.example.com", false)]
    [InlineData("app.example.com", false)]
    [InlineData("ftp://app.example.com", false)]
    [InlineData("*", false)]
    [InlineData("null", false)]
    public async Task An_origin_is_written_as_browsers_send_it(string origin, bool isOne)
    {
        await using var app = await AppHouse.OpenAsync();
        var origins = app.House.Get<ApplicationOrigins>();

        Assert.Equal(isOne, (await origins.AddAsync(app.Owner, app.Id, origin, default)).Error is null);
        Assert.Equal(isOne, await origins.IsRegisteredAsync(origin, default));
    }

    [Fact]
    public async Task A_removed_origin_is_none_within_seconds_on_every_node()
    {
        await using var app = await AppHouse.OpenAsync();
        var (origins, second) = (app.House.Get<ApplicationOrigins>(), await app.House.ApplicationAsync(app.Owner));
        var elsewhere = (ApplicationOrigins)app.House.NewNode().GetService(typeof(ApplicationOrigins))!;
        Assert.Null((await origins.AddAsync(app.Owner, app.Id, Origin, default)).Error);
        Assert.Null((await origins.AddAsync(app.Owner, second, Origin, default)).Error);
        Assert.True(await elsewhere.IsRegisteredAsync(Origin, default));

        Assert.Null((await origins.RemoveAsync(app.Owner, app.Id, Origin, default)).Error);
        Assert.True(await origins.IsRegisteredAsync(Origin, default));
        Assert.Null((await app.House.Get<RemoveApplication>().RunAsync(app.Owner, second, default)).Error);

        Assert.False(await origins.IsRegisteredAsync(Origin, default));
        await Poll.UntilAsync(async () => !await elsewhere.IsRegisteredAsync(Origin, default));
    }

    [Fact]
    public async Task The_people_of_an_application_are_told_page_by_page()
    {
        await using var app = await AppHouse.OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await app.CallerAsync(app.Token($"{i}"));
        }

        var all = await app.UsersAsync();
        var first = await app.UsersAsync(2);
        var second = await app.UsersAsync(2, new WireId(WireIdKind.UserUuid, first[^1].Id));

        Assert.Equal(["0", "1", "2", "3", "4"], all.Select(user => user.ForeignKey!.Text));
        Assert.Equal(all.Take(4).Select(user => user.Id), first.Concat(second).Select(user => user.Id));
        var unknown = new WireId(WireIdKind.UserUuid, "00000000-0000-4000-8000-000000000000");
        Assert.Equal(
            AccessErrorCode.Invalid,
            (await app.House.Get<ApplicationUsers>().ListAsync(app.Owner, app.Id, 2, unknown, default)).Error?.Code
        );
    }

    [Fact]
    public async Task A_picture_is_put_once_in_time_and_only_of_its_type()
    {
        var clock = new ShiftedClock();
        await using var app = await AppHouse.OpenAsync(clock);
        var logos = app.House.Get<ApplicationLogos>();
        var stale = (await logos.AskAsync(app.Owner, app.Id, PictureType.Png, default)).Value;
        var upload = (await logos.AskAsync(app.Owner, app.Id, PictureType.Png, default)).Value;
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

        Assert.Equal(AccessErrorCode.NotFound, (await PutAsync(stale.LogoId, stale.Token, png)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await PutAsync(stale.LogoId, upload.Token, png)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await PutAsync(upload.LogoId, "guess", png)).Error?.Code);
        Assert.Equal(AccessErrorCode.Invalid, (await PutAsync(upload.LogoId, upload.Token, [0xFF, 0xD8, 0xFF, 0xE0])).Error?.Code);
        Assert.Equal(AccessErrorCode.Invalid, (await PutAsync(upload.LogoId, upload.Token, "<svg/>"u8.ToArray())).Error?.Code);
        Assert.Equal(AccessErrorCode.Invalid, (await PutAsync(upload.LogoId, upload.Token, [.. png, .. new byte[256 * 1024]])).Error?.Code);
        Assert.Null(await logos.FindAsync(upload.LogoId, default));
        Assert.Null((await PutAsync(upload.LogoId, upload.Token, png)).Error);
        Assert.Equal(AccessErrorCode.NotFound, (await PutAsync(upload.LogoId, upload.Token, png)).Error?.Code);
        Assert.Equal(png, (await logos.FindAsync(upload.LogoId, default))!.Bytes);

        var late = (await logos.AskAsync(app.Owner, app.Id, PictureType.Png, default)).Value;
        clock.Forward(TimeSpan.FromMinutes(11));
        Assert.Equal(AccessErrorCode.NotFound, (await PutAsync(late.LogoId, late.Token, png)).Error?.Code);

        Task<Outcome<Done>> PutAsync(string id, string token, byte[] picture) => logos.PutAsync(id, token, picture, default, default);
    }

    [Fact]
    public async Task The_picture_that_is_shown_stays_until_another_is()
    {
        await using var app = await AppHouse.OpenAsync();
        var (shown, second, third) = (await PutAsync(), await PutAsync(), "");
        Assert.Null(await FindAsync(shown));
        Assert.Null((await ChangeAsync(app, new ApplicationFields { LogoUrl = $"https://cdn.example.com/{second}" })).Error);
        third = await PutAsync();
        Assert.NotNull(await FindAsync(second));
        Assert.Null((await ChangeAsync(app, new ApplicationFields { LogoUrl = $"https://cdn.example.com/{third}" })).Error);
        await PutAsync();

        Assert.Null(await FindAsync(second));
        Assert.NotNull(await FindAsync(third));

        async Task<string> PutAsync()
        {
            var logos = app.House.Get<ApplicationLogos>();
            var upload = (await logos.AskAsync(app.Owner, app.Id, PictureType.Jpeg, default)).Value;
            Assert.Null((await logos.PutAsync(upload.LogoId, upload.Token, [0xFF, 0xD8, 0xFF, 0xE0], default, default)).Error);
            return upload.LogoId;
        }

        Task<Picture?> FindAsync(string id) => app.House.Get<ApplicationLogos>().FindAsync(id, default);
    }

    [Fact]
    public async Task AZ_10_An_owner_has_a_hundred_applications_at_most()
    {
        await using var app = await AppHouse.OpenAsync();
        for (var i = 1; i < 100; i++)
        {
            await app.House.ApplicationAsync(app.Owner);
        }

        Assert.Equal(AccessErrorCode.LimitReached, (await app.House.Get<AddApplication>().RunAsync(app.Owner, AppHouse.Fields, default)).Error?.Code);
    }

    private static Task<Outcome<Done>> ChangeAsync(AppHouse app, ApplicationFields given, Caller? by = null) =>
        app.House.Get<ChangeApplication>().RunAsync(by ?? app.Owner, app.Id, given, CancellationToken.None);

    private static Task<Outcome<SeenApplication>> OneAsync(AppHouse app, Caller by) =>
        app.House.Get<ApplicationQueries>().OneAsync(by, app.Id, CancellationToken.None);

    private static async Task<SeenApplication> SeenAsync(AppHouse app) => (await OneAsync(app, app.Owner)).Value;

    private static async Task<IReadOnlyList<ApplicationOwner>> OwnersAsync(AppHouse app, Caller by) =>
        (await app.House.Get<ApplicationOwners>().ListAsync(by, app.Id, CancellationToken.None)).Value;

    private static Task<long> ChangesAsync(AppHouse app, TenantId tenant, AuditOutcome outcome, Caller by) =>
        app.House.AskAsync<long>(
            "select count(*) from audit_event where tenant_id = $1 and kind = $2 and outcome = $3 and principal_id = $4",
            tenant.Value,
            (short)AuditKind.ApplicationChanged,
            (short)outcome,
            by.Principal.Id
        );

    /// <summary>doordeck.md 7.</summary>
    [Fact]
    public async Task An_operator_does_without_the_code_for_further_keys_of_one_application()
    {
        await using var app = await AppHouse.OpenAsync();
        var listed = Assert.Single(await new ApplicationList(app.House.Owner).RunAsync(CancellationToken.None));
        Assert.True(listed.AsksStepUp);
        var caller = await app.CallerAsync(app.Token("7"));
        Assert.Null((await RegisterAsync(app, caller)).Error);
        Assert.Equal(AccessErrorCode.StepUpNeeded, (await RegisterAsync(app, caller)).Error?.Code);

        var set = new SetStepUp(app.House.Owner, app.House.Clock);
        Assert.Null((await set.RunAsync(Guid.Parse(listed.Id), asks: false, CancellationToken.None)).Error);
        Assert.Equal(AccessErrorCode.NotFound, (await set.RunAsync(Guid.Empty, asks: false, CancellationToken.None)).Error?.Code);

        Assert.False(Assert.Single(await new ApplicationList(app.House.Owner).RunAsync(CancellationToken.None)).AsksStepUp);
        Assert.Null((await RegisterAsync(app, caller)).Error);
        Assert.All(await app.House.VerifyAsync(), chain => Assert.True(chain.IsSound));
    }

    private static async Task<Outcome<CertifiedChain>> RegisterAsync(AppHouse app, Caller by)
    {
        using var key = Ed25519SigningKey.FromSeed(RandomNumberGenerator.GetBytes(32));
        return await app.House.Get<RegisterSigningKey>().RunAsync(by, key.PublicKey.ToArray(), CancellationToken.None);
    }
}
