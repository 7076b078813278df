using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Audit;

/// <summary>AU-5: whoever may read the records may have them verified, and is told what was found.</summary>
public sealed class AskedVerificationTests
{
    [Fact]
    public async Task Nobody_has_asked_for_one_at_first()
    {
        await using var house = await House.OpenAsync();
        Assert.Null((await FindAsync(house)).Value.AskedAt);
    }

    [Fact]
    public async Task Records_that_are_as_they_were_written_are_told_to_be_so_and_that_is_recorded()
    {
        await using var house = await House.OpenAsync();
        await house.TellAsync(house.Tenant, 30);
        await AskAsync(house);
        Assert.Null((await FindAsync(house)).Value.Found);

        await house.Get<VerifyAskedChains>().RunAsync(default);

        var seen = (await FindAsync(house)).Value;
        Assert.Equal(0, seen.Found!.FaultCount);
        Assert.InRange(seen.Found.Records, 31, 60);
        Assert.Equal(seen.OfRecords, seen.Found.Records);
        Assert.Equal(
            (short)AuditOutcome.Done,
            await house.AskAsync<short>(
                "select outcome from audit_event where kind = $1 and stage = $2",
                (short)AuditKind.AuditVerified,
                (short)AuditStage.Ended
            )
        );
        Assert.All(await house.VerifyAsync(), chain => Assert.True(chain.IsSound));
    }

    [Fact]
    public async Task A_record_that_was_changed_is_found_and_told_with_its_place()
    {
        await using var house = await House.OpenAsync();
        await house.TellAsync(house.Tenant, 30);
        await AskAsync(house);
        await house.DoAsync("alter table audit_event disable trigger user");
        await house.DoAsync("update audit_event set outcome = 4 where tenant_id = $1 and sequence = 9", house.Tenant.Value);

        await house.Get<VerifyAskedChains>().RunAsync(default);

        var found = (await FindAsync(house)).Value.Found!;
        Assert.Equal(1, found.FaultCount);
        Assert.Equal(9, Assert.Single(found.Faults).Sequence);
        Assert.Equal(
            (short)AuditOutcome.Failed,
            await house.AskAsync<short>(
                "select outcome from audit_event where kind = $1 and stage = $2",
                (short)AuditKind.AuditVerified,
                (short)AuditStage.Ended
            )
        );
    }

    [Fact]
    public async Task Asked_again_while_it_waits_it_is_done_once_and_afterwards_anew()
    {
        await using var house = await House.OpenAsync();
        await AskAsync(house);
        var first = (await FindAsync(house)).Value.AskedAt;
        await AskAsync(house);
        Assert.Equal(first, (await FindAsync(house)).Value.AskedAt);
        await house.Get<VerifyAskedChains>().RunAsync(default);

        await AskAsync(house);

        Assert.Null((await FindAsync(house)).Value.Found);
        await house.Get<VerifyAskedChains>().RunAsync(default);
        Assert.NotNull((await FindAsync(house)).Value.Found);
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from audit_event where kind = $1 and stage = 2", (short)AuditKind.AuditVerified));
    }

    [Fact]
    public async Task What_a_node_has_taken_is_left_to_it_until_it_has_been_silent_for_half_a_minute()
    {
        await using var house = await House.OpenAsync();
        await AskAsync(house);
        await house.DoAsync("select latchwork_take_verification()");

        await house.Get<VerifyAskedChains>().RunAsync(default);
        Assert.Null((await FindAsync(house)).Value.Found);

        await house.DoAsync("update audit_verification set claimed_until = clock_timestamp()");
        await house.Get<VerifyAskedChains>().RunAsync(default);
        Assert.NotNull((await FindAsync(house)).Value.Found);
    }

    [Fact]
    public async Task A_node_that_was_silent_for_too_long_does_not_end_what_another_has_taken()
    {
        await using var house = await House.OpenAsync();
        await AskAsync(house);
        Task late;
        await using (var other = await house.HoldChainAsync(house.Tenant))
        {
            late = house.Get<VerifyAskedChains>().RunAsync(default);
            await Poll.UntilAsync(async () => await house.WaitingForLocksAsync() > 0);
            await house.DoAsync("update audit_verification set claims = claims + 1");
        }

        await late;
        Assert.Null((await FindAsync(house)).Value.Found);
    }

    private static async Task AskAsync(House house) =>
        Assert.Null((await house.Get<AuditVerification>().AskAsync(Caller.Server(house.Tenant), house.Tenant, default)).Error);

    private static Task<Outcome<SeenVerification>> FindAsync(House house) =>
        house.Get<AuditVerification>().FindAsync(Caller.Server(house.Tenant), house.Tenant, default);
}
