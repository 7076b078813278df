using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.SecondFactors;

/// <summary>Whether what somebody typed is a code of their app, or a recovery code. Wrong ones count (RL-1), right ones work once.</summary>
internal sealed class FactorCodes(PasswordLogIn passwords, Throttle throttle, KeyRing ring)
{
    public static AccessError WrongCode { get; } =
        new(AccessErrorCode.WrongLogin, "The code is wrong, was used already, or is too old: wait for the next one.");

    /// <summary>Of who tries: both the person and where it comes from.</summary>
    private static ThrottleSubject[] SubjectsOf(UserId person, RequestOrigin from) =>
        [ThrottleSubject.OfSource(from.Address), ThrottleSubject.OfSecondFactor(person)];

    /// <summary>The refusal while there were too many wrong ones. Asked before any transaction.</summary>
    public Task<AccessError?> RefuseAsync(UserId person, RequestOrigin from, CancellationToken cancel) =>
        throttle.RefuseAsync(SubjectsOf(person, from), cancel);

    /// <summary>In the transaction of what the code is for, which holds the person's row and comes to nothing where this is false.</summary>
    public async Task<bool> UseAsync(Work work, UserId person, string code, DateTimeOffset now, CancellationToken cancel)
    {
        if (!Totp.IsCode(code))
        {
            return await RecoveryCodes.UseAsync(work, person, code, cancel);
        }

        var found = await work.FirstAsync(
            "select totp_sealed from app_user where user_id = $1",
            row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0),
            [person.Value],
            cancel
        );
        return found is not null
            && Totp.StepOf(await OpenAsync(person, found, cancel), code, now) is { } step
            && await work.DoAsync("update app_user set totp_step = $2 where user_id = $1 and totp_step < $2", [person.Value, step], cancel) == 1;
    }

    /// <summary>After the transaction.</summary>
    public Task FailedAsync(UserId person, RequestOrigin from) => passwords.CountAsync(SubjectsOf(person, from));

    public Task SucceededAsync(UserId person, CancellationToken cancel) => throttle.SucceededAsync(ThrottleSubject.OfSecondFactor(person), cancel);

    public async Task<byte[]> SealAsync(SecretPlace place, byte[] secret, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return installation.Seal(place, secret);
    }

    public async Task<byte[]> OpenAsync(SecretPlace place, byte[] blob, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return installation.Open(place, blob);
    }

    public static SecretPlace PlaceOf(UserId person) => new("app_user", "totp_sealed", person.Value);

    private Task<byte[]> OpenAsync(UserId person, byte[] blob, CancellationToken cancel) => OpenAsync(PlaceOf(person), blob, cancel);
}
