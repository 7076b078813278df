namespace Latchwork.Domain.Locks;

/// <summary>
/// Where a phone must be for its app to ask for an opening. It is kept for apps alone: no position ever reaches the server, and nothing is decided by it
/// (Doordeck 9.1).
/// </summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
/// <param name="Radius">Metres, 1 to 1000.</param>
/// <param name="Accuracy">Metres that the phone's own position may be off, 1 to 1000.</param>
public sealed record LockLocation(double Latitude, double Longitude, bool IsEnabled, int Radius, int Accuracy)
{
    public const int UsualRadius = 100;
    public const int UsualAccuracy = 200;

    private const int Longest = 1000;

    public AccessError? Refuse() =>
        !(Latitude is >= -90 and <= 90 && Longitude is >= -180 and <= 180)
            ? AccessError.Invalid("A latitude is from -90 to 90 degrees, a longitude from -180 to 180.", Noun.Lock)
        : Radius is < 1 or > Longest || Accuracy is < 1 or > Longest
            ? AccessError.Invalid($"Radius and accuracy are from 1 to {Longest} metres.", Noun.Lock)
        : null;
}
