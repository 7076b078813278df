namespace Latchwork.Domain.Sites;

/// <summary>What a site is. The numbers are stored: only add.</summary>
public enum SiteKind
{
    Facility = 0,
    Hotel = 1,
    Locker = 2,
    DoubleLocker = 3,
    VendingMachine = 4,
}

/// <summary>What a unit or a plan is let as. The numbers are stored: only add.</summary>
public enum Business
{
    Housing = 0,
    RentalSpace = 1,
    ConferenceRoom = 2,
    Locker = 3,
    Airdrop = 4,
    VendingMachine = 5,
}
