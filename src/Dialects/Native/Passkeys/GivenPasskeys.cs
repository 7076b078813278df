using Latchwork.Operations.Passkeys;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects.Native.Passkeys;

/// <summary>A person, to the framework.</summary>
internal sealed record PasskeyUser(string Handle);

/// <summary>What the framework would look up: one person at most, and the passkeys that they are known to have.</summary>
internal sealed class GivenPasskeys : IUserPasskeyStore<PasskeyUser>
{
    private readonly IReadOnlyList<KnownPasskey> has;

    public GivenPasskeys(string? handle, IReadOnlyList<KnownPasskey> has)
    {
        this.has = has;
        Owner = handle is null ? null : new PasskeyUser(handle);
        Users = new UserManager<PasskeyUser>(
            this,
            Options.Create(new IdentityOptions()),
            new PasswordHasher<PasskeyUser>(),
            [],
            [],
            new UpperInvariantLookupNormalizer(),
            new IdentityErrorDescriber(),
            NoServices.Instance,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<UserManager<PasskeyUser>>.Instance
        );
    }

    public UserManager<PasskeyUser> Users { get; }

    public PasskeyUser? Owner { get; }

    public Task<PasskeyUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(userId == Owner?.Handle ? Owner : null);

    public Task<string> GetUserIdAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. has.Select(Info)]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(has.Where(one => one.Id.AsSpan().SequenceEqual(credentialId)).Select(Info).FirstOrDefault());

    /// <summary>That nobody has it yet is seen by who writes it.</summary>
    public Task<PasskeyUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => Task.FromResult<PasskeyUser?>(null);

    public void Dispose() { }

    private static UserPasskeyInfo Info(KnownPasskey known) =>
        new(
            known.Id,
            known.Material.PublicKey,
            createdAt: default,
            signCount: 0,
            [.. known.Material.Transports],
            isUserVerified: true,
            isBackupEligible: known.Material.MayBeCopied,
            isBackedUp: false,
            attestationObject: [],
            clientDataJson: []
        );

    // The ceremonies ask for nothing more.
    Task IUserPasskeyStore<PasskeyUser>.AddOrUpdatePasskeyAsync(PasskeyUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task IUserPasskeyStore<PasskeyUser>.RemovePasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<string?> IUserStore<PasskeyUser>.GetUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task IUserStore<PasskeyUser>.SetUserNameAsync(PasskeyUser user, string? userName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<string?> IUserStore<PasskeyUser>.GetNormalizedUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task IUserStore<PasskeyUser>.SetNormalizedUserNameAsync(PasskeyUser user, string? normalizedName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IdentityResult> IUserStore<PasskeyUser>.CreateAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IdentityResult> IUserStore<PasskeyUser>.UpdateAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IdentityResult> IUserStore<PasskeyUser>.DeleteAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<PasskeyUser?> IUserStore<PasskeyUser>.FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
