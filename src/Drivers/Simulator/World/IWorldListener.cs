using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>Who is connected with a world. Called under its gate: calls return at once and never throw.</summary>
internal interface IWorldListener
{
    void Hear(DeviceReport report);

    void LoseLine();

    void FindLine();
}
