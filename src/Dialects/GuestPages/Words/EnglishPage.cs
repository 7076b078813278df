using System.Globalization;

namespace Latchwork.Dialects.GuestPages.Words;

internal sealed class EnglishPage : IPageLanguage
{
    public string Tag => "en";

    public string OwnName => "English";

    public string Code => "Your code";

    public string Qr => "Your QR code";

    public string QrLabel => "QR code to hold in front of the reader";

    public string ShowQr => "Hold it in front of the reader at the door.";

    public string NoReader => "No reader at these doors takes it yet: use the code.";

    public string When => "When it opens";

    public string Where => "What it opens";

    public string Keep => "Whoever sees this page gets in like you. Keep its address to yourself.";

    public string Ready => "Ready.";

    public string Acknowledged => "The lock has said yes; that has not been verified yet.";

    public string NotConfirmed => "The lock has not confirmed it yet.";

    public string Unverified => "Set without this server, so it cannot be verified here.";

    public string Asked => "Ready: show or enter it there.";

    public string AskedOutOfReach => "The connection there is down at the moment.";

    public string Planned(DateTime? at) => at is { } time ? $"It will be set at {Time(time)}." : "It will be set in time.";

    public string PlannedOutOfReach(DateTime? at) => $"{Planned(at)} The connection to the lock is down at the moment.";

    public string Period(DateTime? from, DateTime? until) =>
        (from, until) switch
        {
            ({ } start, { } end) => $"From {Time(start)} until {Time(end)}",
            ({ } start, null) => $"From {Time(start)} on",
            (null, { } end) => $"Until {Time(end)}",
            (null, null) => "At any time",
        };

    public string LocalTime(string zone) => $"Local time there ({zone})";

    public string TouchTile => "Or hold this telephone to the plate at the door, where there is one.";

    public string Open(string door) => $"Open {door}";

    public string Opened(string door) => $"{door}: the lock has opened.";

    public (string Title, string Sentence) Refused(GuestRefusal refusal) =>
        refusal switch
        {
            GuestRefusal.Missing => ("There is no such page", "Check that the whole link was opened, or ask whoever sent it."),
            GuestRefusal.Over => ("This page is over", "What was shown here does not open anything any more."),
            GuestRefusal.TooMany => ("Please wait a moment", "Too many links that lead nowhere were opened from here. Try again in a minute."),
            GuestRefusal.Away => ("Not available at the moment", "Try again in a moment."),
            GuestRefusal.NothingHere => (
                "Nothing opens here with this telephone",
                "Open the link from your message on this telephone first, in this browser. Then hold it to the plate again."
            ),
            GuestRefusal.NotYet => ("Not yet", "Your code does not open this door yet. Your page says from when it does."),
            GuestRefusal.OutsideHours => ("Not at this time", "This door is not to be opened at this time of the day or week."),
            GuestRefusal.NotByTile => ("Not from here", "This door cannot be opened by its plate. Use your code at the door, or ask your host."),
            GuestRefusal.OutOfReach => ("The door cannot be reached", "Nothing was opened. Use your code at the door, or try again in a moment."),
            GuestRefusal.Unanswered => ("The lock has not answered yet", "It was asked and may still open. Look at the door before you try again."),
            GuestRefusal.DidNotOpen => ("The door did not open", "The lock was asked and did not open. Use your code at the door, or ask your host."),
        };

    private static string Time(DateTime local) => local.ToString("ddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
