using Latchwork.Domain;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Identity;

/// <summary>The kinds of names that a person logs in with. The numbers are stored: only add.</summary>
internal enum LoginKind
{
    Plain = 1,
    Email = 2,
    Telephone = 3,
    ForeignKey = 4,
    Passkey = 5,
}

/// <summary>A login name in the form in which it is matched: e-mail, telephone or plain name, without regard to case.</summary>
internal readonly record struct LoginName(LoginKind Kind, ContactText Text)
{
    public static Outcome<LoginName> Parse(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Contains('@') ? ContactText.Email(trimmed).Then(text => new LoginName(LoginKind.Email, text))
            : trimmed.StartsWith('+') ? ContactText.Telephone(trimmed).Then(text => new LoginName(LoginKind.Telephone, text))
            : ContactText.LoginName(trimmed).Then(text => new LoginName(LoginKind.Plain, text));
    }
}
