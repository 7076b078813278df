using Latchwork.Operations.SetUp;
using Latchwork.Server.Demo;
using Latchwork.Server.Tls;

namespace Latchwork.Server.Hosting;

/// <summary>What the operator sees when the server answers.</summary>
internal static class Banner
{
    public static void Print(Uri address, ServerOptions options, DataFolder folder, string? setUpToken, DemoWorld? demo)
    {
        // A browser offers passkeys on a host name only, so the console is named by one.
        var console = new UriBuilder(options.PublicUrl ?? address) { Path = "/console/" };
        if (options.PublicUrl is null)
            console.Host = "localhost";
        Console.Out.WriteLine($"Latchwork answers at {console.Uri}");
        Console.Out.WriteLine($"  data       {folder.Path}");
        if (options is { Https: true, Certificate: null })
            Console.Out.WriteLine($"  authority  {OwnAuthority.CertificateFile(folder)} (also at {new Uri(console.Uri, "ca.pem")})");
        if (setUpToken is not null)
        {
            Console.Out.WriteLine($"  set-up     {setUpToken} (works once, for {PrepareInstallation.TokenLife.TotalMinutes:0} minutes)");
            Console.Out.WriteLine("             ./latchwork set-up shows how to use it; until then every API answers \"not set up\".");
        }

        demo?.Print(Console.Out, address);
        Console.Out.WriteLine("  stop       Ctrl-C");
    }
}
