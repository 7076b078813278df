using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Secrets;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Audit;

public sealed class AuditLogTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_time_of_receipt_never_goes_back()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        clock.Advance(TimeSpan.FromMinutes(5));
        await house.TellAsync(house.Tenant);
        clock.Advance(TimeSpan.FromMinutes(-3));
        await house.TellAsync(house.Tenant, 3);

        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound, string.Join(' ', report.Faults)));
        Assert.Equal(
            1,
            await house.AskAsync<long>(
                "select count(distinct received_at) from (select received_at from audit_event order by sequence desc limit 4) as last"
            )
        );
    }

    /// <summary>AU-7.</summary>
    [Fact]
    public async Task Erasing_a_person_leaves_the_chain_sound()
    {
        await using var house = await House.OpenAsync();
        Assert.True(await house.AskAsync<long>("select count(*) from audit_private where person_id = $1", house.Founded.Owner.Value) > 0);

        await house.DoAsync("delete from audit_private where person_id = $1", house.Founded.Owner.Value);

        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound, string.Join(' ', report.Faults)));
    }

    /// <summary>AU-3, FS-2.</summary>
    [Fact]
    public async Task Chains_are_signed_when_they_grew_and_a_cut_is_found_by_the_exported_head()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var folder = TestPaths.Fresh("heads");
        var node = house.NewNode(services =>
        {
            services.AddSingleton<IHeadSink>(new HeadFolder(Directory.CreateDirectory(folder).FullName, clock));
            services.AddSingleton(new SignHeadsOptions { Records = 10 });
        });
        var sign = node.GetRequiredService<SignHeads>();
        Assert.Equal(1, await sign.RunAsync(None));
        Assert.Equal(0, await sign.RunAsync(None));
        await house.TellAsync(house.Tenant, 9);
        Assert.Equal(0, await sign.RunAsync(None));
        await house.TellAsync(house.Tenant);
        Assert.Equal(1, await sign.RunAsync(None));
        await house.TellAsync(house.Tenant);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await sign.RunAsync(None));

        var archive = HeadArchive.Load(folder);
        var sound = (await house.VerifyAsync(archive)).Single(report => report.Tenant == house.Tenant);
        Assert.True(sound.IsSound, string.Join(' ', sound.Faults));
        Assert.Equal(3, archive.HeadsOf(house.Tenant).Count);

        await house.DoAsync(
            """
            set session_replication_role = replica;
            delete from audit_head; delete from audit_signing_key;
            delete from audit_event e using audit_chain c where e.tenant_id = c.tenant_id and e.sequence = c.sequence and c.sequence > 1;
            update audit_chain c set sequence = e.sequence, hash = e.hash, received_at = e.received_at from audit_event e
                where e.tenant_id = c.tenant_id and e.sequence = c.sequence - 1;
            set session_replication_role = origin;
            """
        );
        var cut = (await house.VerifyAsync(archive)).Single(report => report.Tenant == house.Tenant);
        Assert.Contains("the chain ends with", Assert.Single(cut.Faults).What, StringComparison.Ordinal);
        Assert.True((await house.VerifyAsync()).Single(report => report.Tenant == house.Tenant).IsSound);
    }

    /// <summary>AU-1.</summary>
    [Fact]
    public async Task Counts_of_past_minutes_are_told_once_with_their_number()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        await house.DoAsync(
            """
            insert into audit_tally (tenant_id, minute, principal_id, kind, object_id, reason, number)
            values ($1, $2, $3, 120, $3, 5, 7), ($1, $2 + interval '1 minute', $3, 120, $3, 5, 2)
            """,
            house.Tenant.Value,
            clock.GetUtcNow(),
            Guid.Empty
        );
        clock.Advance(TimeSpan.FromSeconds(61));

        await Task.WhenAll(house.Get<TellTallies>().RunAsync(None), house.NewNode().GetRequiredService<TellTallies>().RunAsync(None));

        var told = await house.AskAsync<byte[]>("select bytes from audit_event where kind = 120");
        Assert.Equal("7", AuditEvent.FromBytes(told).Changed!["number"]);
        Assert.Equal(2, await house.AskAsync<long>("select sum(number)::bigint from audit_tally"));
    }

    [Fact]
    public void Beyond_ten_records_a_second_only_the_number_rises()
    {
        List<TellTallies.Tally> many =
        [
            .. Enumerable
                .Range(1, 5000)
                .Select(n => new TellTallies.Tally(
                    default,
                    PrincipalKind.User,
                    Guid.CreateVersion7(),
                    AuditKind.LogInsRefused,
                    null,
                    Guid.Empty,
                    AccessErrorCode.WrongLogin,
                    n
                )),
        ];

        var told = TellTallies.Told(many).ToList();

        Assert.Equal(TellTallies.MostAMinute, told.Count);
        Assert.Equal(many.Sum(tally => tally.Number), told.Sum(tally => tally.Number));
    }

    /// <summary>AU-1: an "asked" of a link that nobody serves gets its "ended".</summary>
    [Theory]
    [InlineData(1, AuditOutcome.Failed)]
    [InlineData(2, AuditOutcome.Unknown)]
    public async Task A_command_that_nobody_ends_is_ended(short state, AuditOutcome outcome)
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        await house.DoAsync(
            """
            insert into device_command (tenant_id, command_id, operation_id, link_id, device_address, act, priority, state, asked_by_kind, asked_by,
                submitted_at, deadline_at, node_id, epoch)
            values ($1, $2, $2, $2, 'door', 1, 0, $3, 1, $2, $4, $4 + interval '14 seconds', case when $3 = 2 then $2 end, case when $3 = 2 then 9 end)
            """,
            house.Tenant.Value,
            Guid.CreateVersion7(),
            state,
            clock.GetUtcNow()
        );
        clock.Advance(TimeSpan.FromSeconds(29));
        await house.Get<EndOverdueCommands>().RunAsync(None);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from audit_event where stage = 2"));
        clock.Advance(TimeSpan.FromSeconds(2));

        await Task.WhenAll(house.Get<EndOverdueCommands>().RunAsync(None), house.NewNode().GetRequiredService<EndOverdueCommands>().RunAsync(None));

        Assert.Equal((short)outcome, await house.AskAsync<short>("select outcome from audit_event where stage = 2"));
        clock.Advance(TimeSpan.FromDays(8));
        await house.Get<PruneRows>().RunAsync(None);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from device_command"));
    }

    /// <summary>AU-1: however many endings arrive together, the first is the end.</summary>
    [Fact]
    public async Task A_command_ends_once_and_the_truth_about_an_unknown_end_is_a_correction()
    {
        await using var house = await House.OpenAsync();
        var command = new CommandId(Guid.CreateVersion7());
        await house.DoAsync(
            """
            insert into device_command (tenant_id, command_id, operation_id, link_id, device_address, act, priority, state, asked_by_kind, asked_by,
                submitted_at, deadline_at, epoch)
            values ($1, $2, $2, $2, 'door', 1, 0, 2, 1, $2, now(), now(), 3)
            """,
            house.Tenant.Value,
            command.Value
        );
        var ends = house.Get<EndCommand>();

        await Task.WhenAll(
            ends.RunAsync(new CommandEnding(house.Tenant, command, Domain.Devices.CommandState.Done, Epoch: 2)),
            ends.RunAsync(new CommandEnding(house.Tenant, command, Domain.Devices.CommandState.Unknown, Epoch: 3)),
            ends.RunAsync(new CommandEnding(house.Tenant, command, Domain.Devices.CommandState.Unknown, Epoch: 3)),
            ends.RunAsync(new CommandEnding(house.Tenant, command, Domain.Devices.CommandState.Done, Epoch: 3))
        );

        Assert.Equal(
            "2:5 3:3",
            await house.AskAsync<string>(
                "select string_agg(stage || ':' || outcome, ' ' order by sequence) from audit_event where operation_id = $1",
                command.Value
            )
        );
    }
}
