using Latchwork.Operations.Recovery;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server.Parts;

/// <summary>Settings of the recovery journal (section <c>Recovery</c>).</summary>
internal static class RecoveryParts
{
    /// <summary>In the data folder.</summary>
    public const string Folder = "recovery";

    public static void AddRecovery(this IServiceCollection services, DataFolder folder, IConfiguration configuration)
    {
        var options = configuration.Read<RecoveryOptions>(RecoveryOptions.Section);
        options.Folder ??= folder.File(Folder);
        services.AddSingleton(options);
    }

    /// <exception cref="StartRefusedException">The database is not fit to be served from.</exception>
    public static async Task CheckRecoveryAsync(this IServiceProvider services, CancellationToken cancel)
    {
        try
        {
            await services.GetRequiredService<RecoveryState>().CheckAsync(cancel);
        }
        catch (BackupException unfit)
        {
            throw new StartRefusedException(unfit.Message, unfit);
        }
    }
}
