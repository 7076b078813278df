using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>
/// What the reconciler remembers between its rounds: which planned commands are under way in the queues, what came back, and what was heard of
/// links that plans may wait for. Used by its loop alone.
/// </summary>
internal sealed class FlightLog
{
    private readonly Dictionary<LinkId, long> epochs = [];
    private readonly Dictionary<(EnrollmentId Of, long Flight), (LinkId Link, long Epoch)> inTheAir = [];
    private readonly Dictionary<EnrollmentId, List<FlightAnswer>> answers = [];
    private readonly HashSet<WaitingOn> heard = [];

    /// <summary>Those of which something came back.</summary>
    public IReadOnlyCollection<EnrollmentId> Answered => answers.Keys;

    /// <summary>What was heard since the last round that came to its end.</summary>
    public IReadOnlyCollection<WaitingOn> Heard => heard;

    public void Hear(WaitingOn on) => heard.Add(on);

    public void Answer(FlightAnswer answer) => (answers.TryGetValue(answer.Of, out var of) ? of : answers[answer.Of] = []).Add(answer);

    public IReadOnlyList<FlightAnswer> AnswersOf(EnrollmentId id) => answers.GetValueOrDefault(id) ?? [];

    public void Sent(EnrollmentId id, Flight flight, LinkId link, long epoch) => inTheAir[(id, flight.Number)] = (link, epoch);

    public bool IsInTheAir(EnrollmentId id, Flight flight) => inTheAir.ContainsKey((id, flight.Number));

    public bool IsHeard(DueEnrollment due) => heard.Any(on => on.Link.Link == due.Link && (on.Address is null || on.Address == due.DeviceAddress));

    /// <summary>Whether a round was ended with the link since it was taken.</summary>
    public bool IsKnown(LinkId link) => epochs.ContainsKey(link);

    /// <summary>Its answers are in the saved plan now.</summary>
    public void Land(EnrollmentId id)
    {
        if (answers.Remove(id, out var told))
        {
            told.ForEach(answer => inTheAir.Remove((id, answer.Flight.Number)));
        }
    }

    /// <param name="due">What the round loaded: answers for anything else are for enrollments that are over.</param>
    /// <param name="taken">Links that it was the first round for.</param>
    public void EndRound(IReadOnlyCollection<DueEnrollment> due, IEnumerable<LinkWorker> taken)
    {
        var known = due.Select(one => one.Row.Id).ToHashSet();
        foreach (var id in answers.Keys.Where(id => !known.Contains(id)).ToList())
        {
            Land(id);
        }

        heard.Clear();
        foreach (var worker in taken)
        {
            epochs[worker.Lease.Key.Link] = worker.Lease.Epoch;
        }
    }

    /// <summary>What belongs to a link that this node no longer holds, or holds anew, is another's to settle.</summary>
    public void ForgetLost(IReadOnlyDictionary<LinkId, LinkWorker> held)
    {
        foreach (var link in epochs.Where(pair => !IsHeld(held, pair.Key, pair.Value)).Select(pair => pair.Key).ToList())
        {
            epochs.Remove(link);
        }

        foreach (var (id, told) in answers.ToList())
        {
            told.RemoveAll(answer => !IsHeld(held, answer.Link, answer.Epoch));
            if (told.Count == 0)
            {
                answers.Remove(id);
            }
        }

        foreach (var key in inTheAir.Where(pair => !IsHeld(held, pair.Value.Link, pair.Value.Epoch)).Select(pair => pair.Key).ToList())
        {
            inTheAir.Remove(key);
        }
    }

    private static bool IsHeld(IReadOnlyDictionary<LinkId, LinkWorker> held, LinkId link, long epoch) =>
        held.TryGetValue(link, out var worker) && worker.Lease.Epoch == epoch;
}
