using System.Globalization;
using System.Net;
using Latchwork.Domain;

namespace Latchwork.Drivers.Simulator;

/// <summary>Where a link of this family leads: a scene in this process, or a host in another one on this machine.</summary>
internal abstract record SimulatorAddress
{
    private const string Scheme = "simulator:";

    private SimulatorAddress() { }

    public sealed record InProcess(WorldSettings World) : SimulatorAddress;

    public sealed record Host(IPEndPoint At) : SimulatorAddress;

    public static Outcome<SimulatorAddress> Parse(string? address) =>
        address is null || !address.StartsWith(Scheme, StringComparison.Ordinal)
            ? Refuse($"An address is simulator:SCENE?seed=1&travel=40, with {Scenes.Names}, or simulator://127.0.0.1:PORT.")
        : address.StartsWith(Scheme + "//", StringComparison.Ordinal) ? ParseHost(address[(Scheme.Length + 2)..])
        : ParseScene(address[Scheme.Length..]);

    /// <summary>Only this machine: codes travel in clear on this line.</summary>
    private static Outcome<SimulatorAddress> ParseHost(string host) =>
        !IPEndPoint.TryParse(host, out var at) || at.Port == 0 ? Refuse("A simulator host is named by number and port: simulator://127.0.0.1:4711.")
        : !IPAddress.IsLoopback(at.Address) ? Refuse("A simulator host runs on this machine: its line is not encrypted.")
        : new Host(at);

    private static Outcome<SimulatorAddress> ParseScene(string text)
    {
        var (scene, query) = text.Split('?', 2) is [var before, var after] ? (before, after) : (text, "");
        if (!Scenes.IsKnown(scene))
        {
            return Refuse($"There is no such scene. Take {Scenes.Names} with N from 1 to {Scenes.Most}.");
        }

        var settings = new WorldSettings(scene);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(settings, pair).IsRefused(out var error, out var read))
            {
                return error;
            }

            settings = read;
        }

        return new InProcess(settings);
    }

    private static Outcome<WorldSettings> Read(WorldSettings settings, string pair) =>
        pair.Split('=', 2) switch
        {
            ["seed", var text] when ulong.TryParse(text, CultureInfo.InvariantCulture, out var seed) => settings with { Seed = seed },
            ["seed", _] => AccessError.Invalid("A seed is a whole number from 0.", Noun.Link),
            ["travel", var text] when int.TryParse(text, CultureInfo.InvariantCulture, out var travel) && travel is >= 0 and <= 60_000 =>
                settings with
                {
                    Travel = TimeSpan.FromMilliseconds(travel),
                },
            ["travel", _] => AccessError.Invalid("The travel time is 0 to 60000 milliseconds.", Noun.Link),
            ["weather", var text] when double.TryParse(text, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1 => settings with
            {
                Weather = rate,
            },
            ["weather", _] => AccessError.Invalid("The weather is the share of acts with a fault, 0 to 1.", Noun.Link),
            _ => AccessError.Invalid("A scene takes seed, travel and weather.", Noun.Link),
        };

    private static AccessError Refuse(string detail) => AccessError.Invalid(detail, Noun.Link);
}

/// <param name="Scene">One of <see cref="Scenes.Names"/>.</param>
/// <param name="Seed">What all that is left to chance follows from.</param>
/// <param name="Weather">The share of acts that meet a fault, 0 to 1.</param>
internal sealed record WorldSettings(string Scene, ulong Seed = 1, double Weather = 0)
{
    /// <summary>How long an act takes where its device has no time of its own; zero for at once.</summary>
    public TimeSpan Travel { get; init; } = TimeSpan.FromMilliseconds(40);
}
