using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Latchwork.Server.Hosting;

/// <summary>Settings of the process itself (section <c>Server</c>); the command line of <c>up</c> sets the same.</summary>
internal sealed class ServerOptions
{
    public const string Section = "Server";

    [Required]
    public string Data { get; set; } = "data";

    /// <summary>0 takes a free port.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8080;

    public bool Demo { get; set; }

    /// <summary>Written when the server answers, removed when it stops.</summary>
    public string? ReadyFile { get; set; }

    /// <summary>Listen on all addresses with TLS. Without it: plain HTTP on 127.0.0.1.</summary>
    public bool Https { get; set; }

    /// <summary>PEM file, the leaf first, then its issuers. Without it <see cref="Https"/> makes an authority of its own.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file with the key of <see cref="Certificate"/>, not encrypted.</summary>
    public string? Key { get; set; }

    /// <summary>The address that people and devices use, where it is not the machine's own.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>A Z-Wave JS server (ws:// or wss://) whose locks join.</summary>
    public Uri? ZwaveUrl { get; set; }

    /// <summary>Asks what no single setting can answer.</summary>
    /// <exception cref="StartRefusedException">Settings that contradict each other.</exception>
    public void RefuseContradictions()
    {
        if (Certificate is null != Key is null)
            throw new StartRefusedException("--cert and --key come together: give both, or neither for an authority of the server's own.");
        if (Certificate is not null && !Https)
            throw new StartRefusedException("--cert and --key need --https.");
        if (IsOutside(PublicUrl, "http", "https"))
            throw new StartRefusedException("--public-url is an http or https address, such as https://access.example.com.");
        if (IsOutside(ZwaveUrl, "ws", "wss"))
            throw new StartRefusedException("--zwave is a ws or wss address, such as ws://127.0.0.1:3000.");
    }

    private static bool IsOutside(Uri? address, params ReadOnlySpan<string> schemes) =>
        address is not null && (!address.IsAbsoluteUri || !schemes.Contains(address.Scheme));
}

/// <summary>Settings of any database, built in or not (section <c>Storage</c>).</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>FS-1: start although the database may lose what was confirmed, and warn at every start.</summary>
    public bool AllowUnsafe { get; set; }
}

internal static class CheckedOptions
{
    /// <summary>Asks every part that reads its own settings whether they are in their ranges.</summary>
    /// <exception cref="StartRefusedException">A setting is out of its range or not of its kind.</exception>
    public static void RefuseMistakenOptions(this IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (Exception e) when (e is OptionsValidationException or AggregateException or InvalidOperationException)
        {
            throw new StartRefusedException($"A setting cannot be used: {e.Message}", e);
        }
    }

    /// <summary>The section's settings, in their ranges.</summary>
    /// <exception cref="StartRefusedException">A setting is out of its range or not of its kind.</exception>
    public static TOptions Read<TOptions>(this IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        var options = new TOptions();
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new StartRefusedException($"A setting of the section {section} cannot be read: {e.Message}", e);
        }
        var mistakes = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), mistakes, validateAllProperties: true))
            throw new StartRefusedException($"Settings of the section {section}: {string.Join(' ', mistakes.Select(m => m.ErrorMessage))}");
        return options;
    }
}
