using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>What a check of a password found.</summary>
internal enum PasswordCheck
{
    /// <summary>Another password, or no such account.</summary>
    Wrong,
    Right,

    /// <summary>Right, and stored at less than today's cost: store <see cref="PasswordHasher.HashAsync"/> of it now (KR-5).</summary>
    RightButWeak,
}

/// <summary>
/// Slow hashes of passwords (KR-5): Argon2id where the machine has libargon2, else PBKDF2. At most two run at once on a node; the others
/// wait in line, and past the limit of the line are refused. RL-1 is to be asked before.
/// </summary>
internal sealed class PasswordHasher : IDisposable
{
    private const int AtOnce = 2;

    private readonly HashTurns turns;
    private readonly PasswordCost cost;
    private readonly StoredPassword nobody;

    /// <exception cref="ArgumentException">A cost is below its floor, or beyond what a stored hash may ask for.</exception>
    public PasswordHasher(PasswordHashOptions options)
    {
        if (!options.IsAllowed)
        {
            throw new ArgumentException("The cost of password hashes is below its floor, or absurd.", nameof(options));
        }

        turns = new HashTurns(AtOnce, options.MaxWaiting);
        cost =
            Argon2.IsPresent && !options.WithoutArgon2
                ? new PasswordCost.Argon2id(new((uint)options.MemoryKiB, (uint)options.Passes, Lanes: 1))
                : new PasswordCost.Pbkdf2(options.Iterations);
        nobody = StoredPassword.OfNobody(cost);
    }

    /// <returns>The string to store, its algorithm and parameters inside; or the refusal <see cref="AccessErrorCode.RateLimited"/>.</returns>
    public Task<Outcome<string>> HashAsync(EncodedPassword password, CancellationToken cancel) =>
        turns.RunAsync(() => StoredPassword.Make(cost, password).ToString(), cancel);

    /// <param name="stored">Null where there is no such account or it has no password: the same work is done, and the answer is wrong (AK-6).</param>
    /// <returns>The refusal <see cref="AccessErrorCode.RateLimited"/> says nothing about the password.</returns>
    public Task<Outcome<PasswordCheck>> CheckAsync(EncodedPassword password, string? stored, CancellationToken cancel)
    {
        var against = Against(stored);
        return turns.RunAsync(() => Check(against, password), cancel);
    }

    /// <summary>The same for who guesses perhaps: those before in the line have counted when the next one is asked about (RL-1).</summary>
    /// <param name="ask">May refuse when the turn has come.</param>
    /// <param name="whenWrong">Counts a wrong password, before the turn passes on.</param>
    public Task<Outcome<PasswordCheck>> CheckAsync(
        EncodedPassword password,
        string? stored,
        Func<Task<AccessError?>> ask,
        Func<Task> whenWrong,
        CancellationToken cancel
    )
    {
        var against = Against(stored);
        return turns.TakeAsync<PasswordCheck>(
            async () =>
            {
                if (await ask() is { } refusal)
                {
                    return refusal;
                }

                var check = await Task.Run(() => Check(against, password), CancellationToken.None);
                if (check == PasswordCheck.Wrong)
                {
                    await whenWrong();
                }

                return check;
            },
            cancel
        );
    }

    /// <summary>Whether it was stored by another algorithm, or at less than today's cost.</summary>
    public bool NeedsUpgrade(string stored) => !StoredPassword.Parse(stored).Cost.Reaches(cost);

    public void Dispose() => turns.Dispose();

    private StoredPassword Against(string? stored) => stored is null ? nobody : StoredPassword.Parse(stored);

    private PasswordCheck Check(StoredPassword against, EncodedPassword password) =>
        !against.Matches(password) ? PasswordCheck.Wrong
        : against.Cost.Reaches(cost) ? PasswordCheck.Right
        : PasswordCheck.RightButWeak;
}
