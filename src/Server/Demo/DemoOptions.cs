using System.ComponentModel.DataAnnotations;

namespace Latchwork.Server.Demo;

/// <summary>Settings of the demo (section <c>Demo</c>).</summary>
internal sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>What a demo shows unless told otherwise.</summary>
    public const string UsualDoors = "simulator:demo?seed=7";

    /// <summary>The simulated doors of a new demo: a scene, or the address of a simulator that runs by itself.</summary>
    [Required]
    public string Doors { get; set; } = UsualDoors;
}
