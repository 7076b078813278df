using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;

namespace Latchwork.Operations.Identity;

/// <param name="Grants">How many grants waited for it and hold now.</param>
public sealed record AcceptedInvitation(int Grants);

/// <summary>
/// The first password of an invited person, for whoever holds the token of the message (KR-5). It works once, until it expires, and never replaces a
/// password that was set after it.
/// </summary>
public sealed class AcceptInvitation
{
    private static readonly AccessError WrongToken = new(
        AccessErrorCode.NotAuthenticated,
        "The invitation is unknown, used or over. Ask whoever invited you for another."
    );

    private readonly PasswordByToken passwords;
    private readonly RefusalCounts refusals;

    internal AcceptInvitation(PasswordByToken passwords, RefusalCounts refusals) => (this.passwords, this.refusals) = (passwords, refusals);

    public async Task<Outcome<AcceptedInvitation>> RunAsync(string token, string password, RequestOrigin from, CancellationToken cancel)
    {
        var use = new TokenUse(
            token,
            password,
            UserUuid: null,
            [InvitationPurpose.Welcome, InvitationPurpose.Membership],
            WrongToken,
            Surface.Native,
            from
        );
        var accepted = await passwords.RunAsync(use, cancel);
        if (accepted.Error == WrongToken)
        {
            refusals.Authentication(from.Address, WrongToken.Code);
        }

        return accepted;
    }
}
