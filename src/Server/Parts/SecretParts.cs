using Latchwork.Operations.Secrets;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server.Parts;

/// <summary>Settings of the key ring and of password hashes.</summary>
internal static class SecretParts
{
    public static void AddSecretOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<KeyRingOptions>("KeyRing"));
        services.AddSingleton(configuration.Read<PasswordHashOptions>("Passwords"));
    }

    /// <exception cref="StartRefusedException">There is no root key, or it is another one.</exception>
    public static async Task<RootKeys> LoadRootKeysAsync(IConfiguration configuration, DataFolder folder, CancellationToken cancel)
    {
        var options = configuration.Read<RootKeyOptions>("RootKey");
        try
        {
            return new RootKeys(await new RootKeySource(options, folder.Path, TimeProvider.System).LoadAsync(cancel));
        }
        catch (KeyRingException refusal)
        {
            throw new StartRefusedException(refusal.Message, refusal);
        }
    }
}
