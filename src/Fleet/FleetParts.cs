using Latchwork.Domain;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Readers;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>What every worker of a node works with.</summary>
/// <param name="Present">It asks doors, and so this node.</param>
internal sealed record FleetParts(
    NodeId Node,
    EndCommand Ends,
    RecordReport Reports,
    AdoptDevices Adopt,
    OpenCommands Commands,
    EnrollmentStore Enrollments,
    RelockStore Relocks,
    EraseRemovedCodes Erase,
    OfflineStore Offline,
    Lazy<PresentCredential> Present,
    Syncs Syncs,
    NodeSignals Signals,
    LiveNodes LiveNodes,
    FleetMetrics Metrics,
    TimeProvider Clock,
    ILoggerFactory Logs
);
