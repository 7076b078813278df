using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Operations.Notifications;

namespace Latchwork.Dialects.Keyvox.Locks;

/// <summary>Who is to be told of a PIN (11): <c>notificationMethod</c> and <c>notificationDetails</c>. Details without a method are not looked at.</summary>
internal static class KeyMessages
{
    private const string Method = "notificationMethod";
    private const string Details = "notificationDetails";

    /// <returns>Null: nobody. A bad address is refused, before anything is issued.</returns>
    public static GuestContact? ContactOf(KeyvoxInput given)
    {
        if (given.OneOf(Method, "email", "sms", "both") is not { } method)
        {
            return null;
        }

        var (byMail, bySms) = (method is "email" or "both", method is "sms" or "both");
        var to = given.Object<Addresses>(Details, inside => new(inside.Text("email"), inside.Text("phone")));
        if ((byMail && to?.Email is null) || (bySms && to?.Phone is null))
        {
            given.Refuse(Details);
            return null;
        }

        if (GuestContact.Read(byMail ? to!.Email : null, bySms ? to!.Phone : null).IsRefused(out _, out var contact))
        {
            given.Refuse(Details);
        }

        return contact;
    }

    private sealed record Addresses(string? Email, string? Phone)
    {
        public override string ToString() => nameof(Addresses);
    }
}
