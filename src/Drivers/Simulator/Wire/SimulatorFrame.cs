using System.Text.Json.Serialization;
using Latchwork.Domain;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>One line of the simulator's protocol: a JSON object whose first member <c>is</c> names it. Acts and answers carry codes in clear.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Discover), "discover")]
[JsonDerivedType(typeof(Devices), "devices")]
[JsonDerivedType(typeof(Do), "do")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Report), "report")]
[JsonDerivedType(typeof(Control), "control")]
[JsonDerivedType(typeof(Truth), "truth")]
internal abstract record SimulatorFrame
{
    private SimulatorFrame() { }

    /// <summary>The client's first line.</summary>
    /// <param name="Controls">It runs the world; else it is a driver's link.</param>
    public sealed record Hello(bool Controls) : SimulatorFrame;

    /// <summary>The host's first line. A host whose line is cut closes instead.</summary>
    public sealed record Welcome(string Network) : SimulatorFrame;

    public sealed record Discover(long Id) : SimulatorFrame;

    public sealed record Devices(long Id, IReadOnlyList<DiscoveredDevice> List) : SimulatorFrame;

    public sealed record Do(long Id, string Address, DeviceAct Act) : SimulatorFrame;

    /// <summary>Comes once for each <see cref="Do"/> that somebody answers.</summary>
    public sealed record Reply(long Id, SimulatedReply What) : SimulatorFrame;

    public sealed record Report(DeviceReport What) : SimulatorFrame;

    public sealed record Control(long Id, WorldControl What) : SimulatorFrame;

    public sealed record Truth(long Id, DeviceTruth? What, AccessError? Error) : SimulatorFrame;
}
