using Latchwork.Operations.SetUp;
using Latchwork.Server.Demo;
using Latchwork.Server.Tls;

namespace Latchwork.Server.Hosting;

/// <summary>What the operator sees when the server answers.</summary>
internal static class Banner
{
    public static void Print(Uri address, ServerOptions options, DataFolder folder, string? setUpToken, DemoWorld? demo)
    {
        var reached = new UriBuilder(options.PublicUrl ?? address);
        if (options.PublicUrl is null)
            reached.Host = "localhost";
        Console.Out.WriteLine($"Latchwork answers at {reached.Uri}");
        Console.Out.WriteLine($"  data       {folder.Path}");
        var authority = options is { Https: true, Certificate: null } ? OwnAuthority.CertificateFile(folder) : null;
        if (authority is not null)
            Console.Out.WriteLine($"  authority  {authority} (also at {new Uri(reached.Uri, "/console/ca.pem")})");
        if (setUpToken is not null)
        {
            Console.Out.WriteLine($"  set-up     {setUpToken} (works once, for {PrepareInstallation.TokenLife.TotalMinutes:0} minutes)");
            Console.Out.WriteLine($"             open {new Uri(reached.Uri, $"/console/set-up#token={setUpToken}")}");
            Console.Out.WriteLine("             or run ./latchwork set-up; until then every API answers \"not set up\".");
        }

        demo?.Print(Console.Out, address, authority);
        Console.Out.WriteLine("  stop       Ctrl-C");
    }
}
