using System.ComponentModel.DataAnnotations;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Notifications.Messages;
using Xunit;

namespace Latchwork.Operations.Tests.Notifications;

public sealed class MailRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 30)]
    [InlineData(3, 90)]
    [InlineData(8, 4 * 3600)]
    [InlineData(1000, 4 * 3600)]
    public void Pauses_widen_threefold_up_to_four_hours(int tries, int seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), ResendRules.NextTry(tries, SendFailure.Unreachable, Now.AddDays(14), Now));

    [Theory]
    [InlineData(nameof(SendFailure.Unreachable), 10)]
    [InlineData(nameof(SendFailure.RecipientRefused), 1000)]
    [InlineData(nameof(SendFailure.BadAddress), 1000)]
    public void What_would_come_too_late_or_can_never_work_is_given_up(string failure, int secondsLeft) =>
        Assert.Null(ResendRules.NextTry(1, Enum.Parse<SendFailure>(failure), Now.AddSeconds(secondsLeft), Now));

    [Theory]
    [InlineData(9, 10, null)]
    [InlineData(10, 60, null)]
    [InlineData(10, 59, 60)]
    [InlineData(39, 25 * 60, null)]
    public void The_tenth_message_back_decides_about_the_hour(int messages, int oldestMinutesAgo, int? waitSeconds)
    {
        var newestFirst = Enumerable.Repeat(Now.AddMinutes(-oldestMinutesAgo), messages).ToArray();

        Assert.Equal(waitSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, MessageLimits.WaitAfter(newestFirst, Now));
    }

    [Fact]
    public void The_fortieth_message_back_decides_about_the_day()
    {
        var newestFirst = Enumerable.Range(0, MessageLimits.ADay).Select(i => Now.AddMinutes(-30 * (i + 1))).ToArray();

        Assert.Equal(TimeSpan.FromHours(4), MessageLimits.WaitAfter(newestFirst, Now));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    [InlineData("")]
    [InlineData("-")]
    public void A_language_that_nobody_wrote_yet_is_English(string locale) => Assert.Equal("en", MailLanguages.Find(locale).Tag);

    [Fact]
    public void Names_that_people_chose_add_no_line_to_a_mail()
    {
        var mail = new AccessShared("Door\r\nBcc: all@example.com\u2028x", "Eve\n\nClick", Now).In(
            MailLanguages.Find("en"),
            new Uri("https://x.example/")
        );

        Assert.Equal("\"Door  Bcc: all@example.com x\"", $"\"{mail.Body.Split('"')[1]}\"");
        Assert.DoesNotContain("\n\r\nClick", mail.Body, StringComparison.Ordinal);
        Assert.Equal("A B", new MailText("A\nB\r", "text").Subject);
    }

    [Theory]
    [InlineData("Front door", "Front door")]
    [InlineData("=?utf-8?Q?x?=", "=?utf-8?Q?=3D=3Futf=2D8=3FQ=3Fx=3F=3D?=")]
    [InlineData("123456 ist Ihr Prüfcode", "=?utf-8?Q?123456_ist_Ihr_Pr=C3=BCfcode?=")]
    public void A_subject_that_is_not_plain_becomes_encoded_words_with_its_digits_as_they_are(string subject, string header) =>
        Assert.Equal(header, MailHeader.Text(subject));

    [Fact]
    public void No_encoded_word_is_longer_than_it_may_be()
    {
        var lines = MailHeader.Text(string.Concat(Enumerable.Repeat("鍵", 60))).Split("\r\n ");

        Assert.True(lines.Length > 1);
        Assert.All(lines, line => Assert.InRange(line.Length, 13, 75));
    }

    [Theory]
    [InlineData("Host and no From", "smtp.example.com", null, null, MailSecurity.StartTls, null)]
    [InlineData("Host and Folder", "smtp.example.com", "a@example.com", "mail", MailSecurity.StartTls, null)]
    [InlineData("a From that is a list", "smtp.example.com", "a@example.com,b@example.com", null, MailSecurity.StartTls, null)]
    [InlineData("a From with a name", "smtp.example.com", "A <a@example.com>", null, MailSecurity.StartTls, null)]
    [InlineData("a password in the clear", "smtp.example.com", "a@example.com", null, MailSecurity.None, "secret")]
    public void Settings_that_cannot_be_meant_are_refused(
        string why,
        string host,
        string? from,
        string? folder,
        MailSecurity security,
        string? password
    )
    {
        var options = new MailOptions
        {
            Host = host,
            From = from,
            Folder = folder,
            Security = security,
            User = password is null ? null : "me",
            Password = password,
        };

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true), why);
    }

    [Theory]
    [InlineData("Eve\r\nBcc: all@example.com")]
    [InlineData("Eve\n")]
    public void A_senders_name_has_no_line_breaks(string name)
    {
        var options = new MailOptions { Folder = "mail", FromName = name };

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true));
    }

    [Fact]
    public void Nothing_of_a_message_shows_when_it_is_printed() => Assert.Equal("verification-code", new VerificationCode("123456", Now).ToString());

    [Fact]
    public void A_message_that_an_earlier_release_wrote_is_read()
    {
        var read = MessageKinds.Read("welcome", """{"token":"abc","expiresAt":"2026-01-15T00:00:00+00:00"}"""u8);

        Assert.Equal(new Welcome("abc", null, new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero)), read);
    }
}
