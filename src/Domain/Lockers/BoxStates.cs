namespace Latchwork.Domain.Lockers;

/// <summary>The numbers are stored and are those of the wire (keyvox.md 5.4).</summary>
public enum BoxSize
{
    Small = 1,
    Medium = 2,
    Large = 3,
}

/// <summary>What is in a box, where the cabinet senses that. The numbers are stored: never renumber.</summary>
public enum BoxContent
{
    Unknown = 0,
    Empty = 1,
    Full = 2,
}

/// <summary>How it stands with a box: worked out from its leases, never stored. The numbers are those of the wire (keyvox.md 5.4).</summary>
public enum BoxStatus
{
    Free = 0,
    InUse = 1,

    /// <summary>The time of who had it is over, and it was not emptied.</summary>
    Overdue = 2,
    Broken = 9,
}

public static class BoxStatuses
{
    /// <param name="stages">Of its leases.</param>
    public static BoxStatus Of(bool isBroken, IEnumerable<BoxLeaseStage> stages)
    {
        var status = BoxStatus.Free;
        foreach (var stage in stages)
        {
            status =
                stage == BoxLeaseStage.Overdue || status == BoxStatus.Overdue ? BoxStatus.Overdue
                : stage == BoxLeaseStage.InUse ? BoxStatus.InUse
                : status;
        }

        return isBroken ? BoxStatus.Broken : status;
    }
}
