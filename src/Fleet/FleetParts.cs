using Latchwork.Domain;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>What every worker of a node works with.</summary>
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
    Syncs Syncs,
    NodeSignals Signals,
    LiveNodes LiveNodes,
    FleetMetrics Metrics,
    TimeProvider Clock,
    ILoggerFactory Logs
);
