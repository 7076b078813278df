using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;

namespace Latchwork.Dialects.Keyvox.Locks;

/// <summary>
/// How far a code is on its way (5.2, 8): tens say how far (waiting, under way, done, failed), ones what (create, change, disable). Worked out from the enrollments and
/// their evidence; no word is stronger than that.
/// </summary>
internal static class DeliveryStatus
{
    private const int Waiting = 10;
    private const int UnderWay = 20;
    private const int Finished = 30;
    private const int Failed = 90;

    private const int Create = 0;
    private const int Change = 1;
    private const int Disable = 2;

    /// <summary>Of several locks the least advanced one; any failure goes before (5.2).</summary>
    public static int Of(SeenCode code)
    {
        // The panel of a cabinet asks the server: there is nothing to bring, and nothing to take away.
        if (code.IsForBox)
        {
            return Finished
                + (
                    code.IsRevoked ? Disable
                    : code.WasChanged ? Change
                    : Create
                );
        }

        // Its locks were taken away, and it with them.
        if (code.Places.Count == 0)
        {
            return Finished + Disable;
        }

        var all = code.Places.Select(place => Of(place, code.IsRevoked)).ToList();
        return LeastOf(all);
    }

    /// <summary>The least advanced; any failure goes before.</summary>
    public static int LeastOf(IReadOnlyList<int> all) => all.Any(status => status >= Failed) ? all.First(status => status >= Failed) : all.Min();

    private static int Of(CodePlace place, bool isRevoked)
    {
        var added = place.WasThere ? Change : Create;
        var isSent = place.Evidence >= EvidenceRung.Sent;
        // A lock that is only out of reach is tried on: it has not failed, whatever the verdict on the code is.
        var failed = place.Trouble is Trouble.LinkOffline or Trouble.DeviceOffline or Trouble.NoAnswer ? (isSent ? UnderWay : Waiting) : Failed;
        return place.Status switch
        {
            EnrollmentStatus.Planned => Waiting,
            EnrollmentStatus.Adding => (isSent ? UnderWay : Waiting) + added,
            EnrollmentStatus.AddFailed => failed + added,
            EnrollmentStatus.Active => Finished + added,
            EnrollmentStatus.Changing => (isSent ? UnderWay : Waiting) + Change,
            EnrollmentStatus.ChangeFailed => failed + Change,
            EnrollmentStatus.Deleting => (isSent ? UnderWay : Waiting) + Disable,
            EnrollmentStatus.DeleteFailed => failed + Disable,
            EnrollmentStatus.Gone => Finished + Disable,
        };
    }
}
