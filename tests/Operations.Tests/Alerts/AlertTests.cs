using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Alerts;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tests.Reservations;
using Xunit;

namespace Latchwork.Operations.Tests.Alerts;

/// <summary>Who may be told of what, and who may say so.</summary>
public sealed class AlertTests
{
    private static readonly AlertRequest Jams = new() { Topics = [AlertTopic.Jammed] };

    [Fact]
    public async Task Without_topics_somebody_is_told_all_that_they_may_know()
    {
        await using var house = await House.OpenAsync();
        await house.MemberAsync("night", TenantRole.Operator);

        await house.SubscribeAsync(new AlertRequest());
        await house.SubscribeAsync(new AlertRequest(), "night@example.com");

        var seen = (await house.Get<AlertQueries>().ListAsync(house.FrontDesk(), house.Tenant, new PageRequest(1, 20), default)).Value.Items;
        Assert.Equal(Enum.GetValues<AlertTopic>(), seen[0].Topics);
        Assert.Equal(Enum.GetValues<AlertTopic>().Except([AlertTopic.WebhookPaused]), seen[1].Topics);
        Assert.Equal((6, true, AlertChannel.Mail, false), (seen[0].MostAnHour, seen[0].UrgentPasses, seen[0].Channel, seen[0].IsDefault));
    }

    [Fact]
    public async Task Nobody_is_told_what_they_may_not_know()
    {
        await using var house = await House.OpenAsync();
        await house.MemberAsync("night", TenantRole.Operator);

        var refused = await house.TrySubscribeAsync(new AlertRequest { Topics = [AlertTopic.WebhookPaused] }, "night@example.com");

        Assert.Equal(AccessErrorCode.NotAllowed, refused.Error?.Code);
    }

    [Fact]
    public async Task Who_is_no_member_or_has_no_proven_address_is_not_told()
    {
        await using var house = await House.OpenAsync();
        await new Testing.Population(house.Node).PersonAsync(house.Tenant, "ann@example.com", Grants.People.Password);

        Assert.Equal((AccessErrorCode.NotFound, Noun.User), Of(await house.TrySubscribeAsync(Jams, "ann@example.com")));
        Assert.Equal((AccessErrorCode.NotFound, Noun.User), Of(await house.TrySubscribeAsync(Jams, "nobody@example.com")));
        Assert.Equal(AccessErrorCode.Conflict, (await house.TrySubscribeAsync(Jams with { Channel = AlertChannel.Sms })).Error?.Code);
        await house.DoAsync("update login set verified_at = null");
        Assert.Equal(AccessErrorCode.Conflict, (await house.TrySubscribeAsync(Jams)).Error?.Code);
    }

    [Fact]
    public async Task Whoever_lets_others_be_told_may_manage_people()
    {
        await using var house = await House.OpenAsync();
        var weak = house.With(Permission.AlertsWrite);
        var alert = await house.SubscribeAsync(Jams);

        Assert.Equal(AccessErrorCode.NotAllowed, (await house.TrySubscribeAsync(Jams, by: weak)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotAllowed, (await house.Get<ChangeAlert>().RunAsync(weak, alert, Jams, default)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotAllowed, (await house.Get<RemoveAlert>().RunAsync(weak, alert, default)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotAllowed, (await house.TrySubscribeAsync(Jams, by: house.With(Permission.PeopleWrite))).Error?.Code);
        Assert.Null((await house.TrySubscribeAsync(Jams, by: house.With(Permission.AlertsWrite, Permission.PeopleWrite))).Error);
    }

    [Fact]
    public async Task What_is_changed_is_changed_and_the_rest_stays()
    {
        await using var house = await House.OpenAsync();
        var site = await house.SiteAsync();
        var alert = await house.SubscribeAsync(
            Jams with
            {
                Sites = [site],
                Quiet = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0)),
                MostAnHour = 2,
            }
        );

        var change = house.Get<ChangeAlert>();
        Assert.Null(
            (
                await change.RunAsync(house.FrontDesk(), alert, new AlertRequest { Topics = [AlertTopic.Tampered], UrgentPasses = false }, default)
            ).Error
        );
        var seen = await OneAsync();
        Assert.Equal([AlertTopic.Tampered], seen.Topics);
        Assert.Equal((site.Text, 2, false, true), (Assert.Single(seen.Sites), seen.MostAnHour, seen.UrgentPasses, seen.Quiet is not null));

        Assert.Null((await change.RunAsync(house.FrontDesk(), alert, new AlertRequest { Quiet = default(QuietHours), Sites = [] }, default)).Error);
        seen = await OneAsync();
        Assert.Equal((0, null), (seen.Sites.Count, seen.Quiet));

        Assert.Null((await house.Get<RemoveAlert>().RunAsync(house.FrontDesk(), alert, default)).Error);
        Assert.Equal(AccessErrorCode.NotFound, (await house.Get<RemoveAlert>().RunAsync(house.FrontDesk(), alert, default)).Error?.Code);
        Assert.Equal(
            "160 160 160 161",
            await house.AskAsync<string>(
                "select string_agg(kind::text, ' ' order by sequence) from audit_event where kind in (160, 161) and outcome = $1",
                (short)AuditOutcome.Done
            )
        );

        async Task<SeenAlert> OneAsync() =>
            Assert.Single((await house.Get<AlertQueries>().ListAsync(house.FrontDesk(), house.Tenant, new PageRequest(1, 20), default)).Value.Items);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        await using var house = await House.OpenAsync();
        var elsewhere = new WireId(WireIdKind.SiteUuid, "00000000-0000-4000-8000-000000000000");

        Assert.Equal(AccessErrorCode.Invalid, (await house.TrySubscribeAsync(new AlertRequest { Topics = [] })).Error?.Code);
        Assert.Equal(AccessErrorCode.Invalid, (await house.TrySubscribeAsync(Jams with { MostAnHour = 61 })).Error?.Code);
        Assert.Equal((AccessErrorCode.NotFound, Noun.Site), Of(await house.TrySubscribeAsync(Jams with { Sites = [elsewhere] })));
        for (var n = 0; n < 20; n++)
        {
            await house.SubscribeAsync(Jams);
        }

        Assert.Equal(AccessErrorCode.LimitReached, (await house.TrySubscribeAsync(Jams)).Error?.Code);
    }

    private static (AccessErrorCode? Code, Noun? What) Of(Outcome<AlertId> outcome) => (outcome.Error?.Code, outcome.Error?.What);
}
