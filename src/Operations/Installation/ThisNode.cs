using Latchwork.Domain;

namespace Latchwork.Operations.Installation;

/// <summary>The node that this process is; without an id where it drives no devices.</summary>
public sealed record ThisNode(NodeId? Id);
