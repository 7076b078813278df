using System.Globalization;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely;
using Latchwork.Dialects.Sifely.Accounts;
using Latchwork.Dialects.Sifely.Ekeys;
using Latchwork.Dialects.Sifely.Locks;
using Latchwork.Dialects.Sifely.Records;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Locks;

namespace Latchwork.Dialects.Tests.Sifely;

/// <summary>Sections 1.5, 2 and 15: content type, members, their order.</summary>
public sealed class ShapeTests
{
    private static readonly KeyDetails Key = new("sk-0123456789ABCDEFGHIJabcdefghijXY", "cli_ab12cd34", "a@b.c", "CUSTOM", "ACTIVE", 2);

    private static readonly Dictionary<string, SifelyAnswer> Answers = new(StringComparer.Ordinal)
    {
        ["page-of-keys"] = SifelyAnswer.Body(new PageBody<KeyInfo>([OwnKey, SharedKey], 1, 20, 1, 2), SifelyJson.Wire.PageBodyKeyInfo),
        ["page-empty"] = SifelyAnswer.Body(new PageBody<KeyInfo>([], 4, 20, 3, 45), SifelyJson.Wire.PageBodyKeyInfo),
        ["page-of-locks"] = SifelyAnswer.Body(new PageBody<LockItem>([Item], 1, 20, 1, 1), SifelyJson.Wire.PageBodyLockItem),
        ["page-of-records"] = SifelyAnswer.Body(new PageBody<RecordInfo>([Record], 1, 20, 1, 1), SifelyJson.Wire.PageBodyRecordInfo),
        ["lock-detail"] = SifelyAnswer.Body(Detail, SifelyJson.Wire.LockDetailBody),
        ["open-state"] = SifelyAnswer.Body(OpenStateBody.Of(BoltState.Locked, DoorState.Closed), SifelyJson.Wire.OpenStateBody),
        ["open-state-without-sensor"] = SifelyAnswer.Body(OpenStateBody.Of(BoltState.Jammed, DoorState.Unknown), SifelyJson.Wire.OpenStateBody),
        ["yes"] = SifelyAnswer.Yes,
        ["key"] = SifelyAnswer.Body(KeyBody.Success(Key), SifelyJson.Wire.KeyBody),
        ["tokens"] = SifelyAnswer.Body(
            WrappedBody<TokenDetails>.Success(new("access", "refresh", "31536000", "home_assistant")),
            SifelyJson.Wire.WrappedBodyTokenDetails
        ),
        ["error"] = SifelyAnswer.Refused(new SifelyError(400, -2012, "The Lock is not connected to any Gateway.")),
        ["error-with-detail"] = SifelyAnswer.Refused(SifelyError.Invalid("'lockId' is a whole number.")),
    };

    public static TheoryData<string> Names => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_shape_is_as_approved(string name)
    {
        var (http, body) = await Requests.ExecuteAsync(Answers[name], new SifelyOptions(), new Clock());

        Assert.Equal("application/json;charset=UTF-8", http.Response.ContentType);
        Approved.Check($"sifely/shapes/{name}.json", body);
    }

    [Theory]
    [InlineData("page-of-keys")]
    [InlineData("page-empty")]
    [InlineData("page-of-locks")]
    [InlineData("page-of-records")]
    [InlineData("lock-detail")]
    [InlineData("open-state")]
    public async Task Lists_and_objects_have_no_code(string name) =>
        Assert.DoesNotContain("\"code\"", await BodyAsync(name), StringComparison.Ordinal);

    [Fact]
    public async Task A_command_that_was_done_says_nothing_under_message() =>
        Assert.DoesNotContain("\"message\"", await BodyAsync("yes"), StringComparison.Ordinal);

    /// <summary>AK-7: without a limit, and for who is not known, the headers tell nothing of anybody.</summary>
    [Theory]
    [InlineData(null, "2147483647")]
    [InlineData(30, "30")]
    public async Task Every_answer_carries_the_rate(int? perMinute, string limit)
    {
        var clock = new Clock();
        var (http, _) = await Requests.ExecuteAsync(SifelyAnswer.Yes, new SifelyOptions { CallsPerMinute = perMinute }, clock);
        var reset = (clock.GetUtcNow() + CallRates.Window).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        Assert.Equal(limit, http.Response.Headers["X-RateLimit-Limit"]);
        Assert.Equal(limit, http.Response.Headers["X-RateLimit-Remaining"]);
        Assert.Equal(reset, http.Response.Headers["X-RateLimit-Reset"]);
    }

    [Fact]
    public async Task Too_many_calls_say_when_to_come_back_in_whole_seconds()
    {
        var error = SifelyErrors.OnRead(new(AccessErrorCode.RateLimited, "") { RetryAfter = TimeSpan.FromSeconds(12.1) });
        var (http, _) = await Requests.ExecuteAsync(SifelyAnswer.Refused(error), new SifelyOptions(), new Clock());

        Assert.Equal((429, "13"), (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()));
    }

    /// <summary>LG-1.</summary>
    [Fact]
    public void Bodies_with_secrets_do_not_show_them() => Assert.Equal("KeyDetails KeyBody", $"{Key} {KeyBody.Success(Key)}");

    private static async Task<string> BodyAsync(string name) => (await Requests.ExecuteAsync(Answers[name], new SifelyOptions(), new Clock())).Body;

    private static KeyInfo OwnKey =>
        new()
        {
            ElectricQuantity = 85,
            EndDate = 0,
            FeatureValue = "6C4CD1F3",
            GroupId = 7,
            GroupName = "Tower",
            KeyRight = 0,
            KeyStatus = "110401",
            LockAlias = "Front door — 🔑 @1",
            LockId = 2147483647,
            LockMac = "16:72:4C:CC:01:C4",
            LockName = "M102_ed8e8d",
            NoKeyPwd = "1690216",
            PassageMode = 2,
            Remarks = "",
            RemoteEnable = 1,
            StartDate = 0,
            UserType = "110301",
            KeyId = 24242,
            HasGateway = 1,
            IsOnline = 1,
            TimezoneRawOffset = 32400000,
        };

    private static KeyInfo SharedKey =>
        OwnKey with
        {
            ElectricQuantity = null,
            GroupId = null,
            GroupName = "",
            NoKeyPwd = "",
            UserType = "110302",
            RemoteEnable = 2,
            StartDate = 1772366400000,
            EndDate = 1772452800000,
        };

    private static LockItem Item =>
        new()
        {
            LockId = 5,
            LockName = "M102",
            LockAlias = "Front",
            LockMac = "",
            FeatureValue = "0",
            HasGateway = 0,
            IsOnline = 0,
            GroupName = "",
            NoKeyPwd = "",
            Date = 1772366400000,
            TimezoneRawOffset = 0,
        };

    private static LockDetailBody Detail =>
        new()
        {
            AutoLockTime = -1,
            ElectricQuantity = 85,
            FeatureValue = "6C4CD1F3",
            FirmwareRevision = "7.1",
            HasGateway = 1,
            IsFrozen = 0,
            LockAlias = "Front",
            LockId = 5,
            LockMac = "",
            LockName = "M102",
            ModelNum = "",
            NoKeyPwd = "",
            PassageMode = 2,
            PassageModeAutoUnlock = 2,
            SpecialValue = 1,
            TimezoneRawOffset = 0,
            Date = 1772366400000,
        };

    private static RecordInfo Record =>
        new()
        {
            RecordId = 281474976710655,
            LockId = 5,
            RecordTypeFromLock = 28,
            RecordType = 12,
            Success = 1,
            Username = "a@b.c",
            LockDate = 1772366400000,
            ServerDate = 1772366400500,
            KeyName = "",
        };
}
