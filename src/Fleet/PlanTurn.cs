using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>
/// One look of its holder at one enrollment: what happened since the last one is fed to the plan, and what the plan wishes is collected. It
/// changes nothing by itself: the step is saved first, and the commands are given to the link afterwards.
/// </summary>
internal sealed class PlanTurn(DueEnrollment due, long epoch, EnrollmentStore store, GivenSlots given, DateTimeOffset now, Seed jitter)
{
    /// <summary>A command whose end never came back is looked for after so long.</summary>
    private static readonly TimeSpan LookForEndsAfter = TimeSpan.FromSeconds(30);

    private readonly List<EnrollmentWish.Send> sends = [];
    private readonly List<EnrollmentNews> news = [];
    private EnrollmentState state = due.Row.Plan.State ?? due.Row.State;
    private DateTimeOffset? wakeAt;
    private int? foreignSlot;

    public DueEnrollment Of => due;

    /// <summary>To be submitted, in this order, once the step is saved.</summary>
    public IReadOnlyList<EnrollmentWish.Send> Sends => sends;

    /// <param name="answers">Ends of this enrollment's commands, in the order in which they came.</param>
    /// <param name="isOurs">Whether a flight is one that this node has in the air.</param>
    /// <param name="isHeard">The link or the lock is heard again.</param>
    public async Task RunAsync(IReadOnlyList<FlightAnswer> answers, Func<Flight, bool> isOurs, bool isHeard, CancellationToken cancel)
    {
        TakeOver(isOurs);
        if (due.Row.Desired != state.Desired)
        {
            Hear(new EnrollmentEvent.Asked(due.Row.Desired));
        }

        HearDoor();
        foreach (var answer in answers)
        {
            Hear(new EnrollmentEvent.Ended(answer.Flight.Number, await EndOfAsync(answer, cancel)));
        }

        Hear(isHeard ? new EnrollmentEvent.Heard() : new EnrollmentEvent.Tick());
        if (news.Contains(EnrollmentNews.NeedsSlot))
        {
            await FindSlotAsync(cancel);
        }
    }

    public PlanStep Step =>
        new(
            due,
            Remembered,
            IsGone ? null
                : state is { Flight: null, Overtaken: null } ? wakeAt
                : Earlier(wakeAt, now + LookForEndsAfter),
            IsGone,
            news,
            foreignSlot,
            epoch
        );

    private bool IsOver => !due.Row.IsDesired || due.Row.Window.IsOver(now);

    private bool IsGone => IsOver && state is { Flight: null, Overtaken: null } && due.Row.Rules.IsAsDesired(state, now);

    private StoredPlan Remembered
    {
        get
        {
            var plan = due.Row.Plan with { State = state };
            foreach (var write in sends.Where(send => send.Flight.Kind == FlightKind.Set && send.Flight.Revision == due.Row.Revision))
            {
                plan = plan.With(new WrittenCode(write.Flight.Revision, due.Row.ValueIndex ?? []));
            }

            return state is { MayHold: false, Flight: null, Overtaken: null } ? plan with { Written = [] } : plan;
        }
    }

    /// <summary>
    /// What a former holder of the link had in the air may have been sent, and may still take effect. A write of what is still wanted, a
    /// clearing and a read are sent again; the end of anything else is not known.
    /// </summary>
    private void TakeOver(Func<Flight, bool> isOurs)
    {
        var (flight, overtaken) = (state.Flight, state.Overtaken);
        var isFlightLost = flight is not null && !isOurs(flight);
        var isOvertakenLost = overtaken is not null && !isOurs(overtaken);
        if (!isFlightLost && !isOvertakenLost)
        {
            return;
        }

        Hear(new EnrollmentEvent.Repeated());
        if (isOvertakenLost)
        {
            Hear(new EnrollmentEvent.Ended(overtaken!.Number, new FlightEnd.Unknown()));
        }

        if (isFlightLost && (flight!.Kind != FlightKind.Set || flight.Revision == due.Row.Revision) && state.Slot is { } slot)
        {
            sends.Insert(0, new EnrollmentWish.Send(slot, flight));
        }
        else if (isFlightLost)
        {
            Hear(new EnrollmentEvent.Ended(flight!.Number, new FlightEnd.Unknown()));
        }
    }

    /// <summary>A use before a sign of change: where both happened, the sign is believed.</summary>
    private void HearDoor()
    {
        if (due.UsedAt is { } at)
        {
            Hear(new EnrollmentEvent.Used(at));
        }

        if (due.Doubt is { } sign)
        {
            Hear(new EnrollmentEvent.Changed(sign));
        }

        if (due.Told is { } word)
        {
            Hear(new EnrollmentEvent.ToldToTry(word == OperatorWord.Overwrite));
        }
    }

    private void Hear(EnrollmentEvent what)
    {
        var step = due.Row.Rules.Step(state, what, now, jitter);
        (state, wakeAt) = (step.State, step.WakeAt);
        sends.AddRange(step.Wishes.OfType<EnrollmentWish.Send>());
        news.AddRange(step.Wishes.OfType<EnrollmentWish.Tell>().Select(tell => tell.News));
    }

    private async Task FindSlotAsync(CancellationToken cancel)
    {
        foreignSlot = state.Knowledge == SlotKnowledge.Foreign ? state.Slot : null;
        if (await store.FreeSlotAsync(due.Row, given.InMemoryOf(due.Row), now, cancel) is { } free)
        {
            given.Give(due.Row, free);
            Hear(new EnrollmentEvent.SlotReserved(free));
        }
    }

    private async Task<FlightEnd> EndOfAsync(FlightAnswer answer, CancellationToken cancel) =>
        answer.Shown switch
        {
            null => answer.End,
            SlotContent.Empty => new FlightEnd.Seen(new SlotSight.Empty()),
            SlotContent.Hidden => new FlightEnd.Seen(new SlotSight.Hidden()),
            { } shown => new FlightEnd.Seen(SightOf(await store.RevisionsOfAsync(due.Row, shown, cancel))),
        };

    /// <summary>
    /// Revisions can share their digits, where only the window differs. A read does not tell them apart: it is the one that was acknowledged
    /// last, else the oldest, so that nothing is taken for newer than it is.
    /// </summary>
    private SlotSight SightOf(IReadOnlyList<int> revisions) =>
        revisions.Count == 0 ? new SlotSight.Other()
        : revisions.Contains(state.SeenRevision) && state.Rung >= EvidenceRung.Acknowledged ? new SlotSight.Ours(state.SeenRevision)
        : new SlotSight.Ours(revisions[0]);

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset two) => one < two ? one.Value : two;
}
