using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Credentials;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Locks;

public sealed class OwnershipTests
{
    private const string Data = """{"lockName":"S31_1a2b3c","aesKeyStr":"canary"}""";

    [Fact]
    public async Task A_lock_that_moves_to_another_tenant_keeps_its_public_ids_and_leaves_everything_else()
    {
        await using var house = await House.OpenAsync();
        var heirs = await house.AddTenantAsync("heir");
        var desk = await house.DeskAsync();
        var door = await PhoneLockAsync(house, desk);
        var guest = await house.PersonAsync("guest");
        await house.GivenAsync(desk, door.Id, "guest");
        await house.AddPasscodeAsync(door.Id, "482916");

        Assert.Null((await TransferAsync(house, desk, "heir", door.Id)).Error);

        var heir = await house.LogInAsync("heir@example.com");
        var seen = await house.Get<LockQueries>().FindAsync(heir, door.Id, CancellationToken.None);
        Assert.Equal((GrantRole.Owner, Data), (seen.Value.Role, seen.Value.PhoneData));
        Assert.Equal(
            3,
            await house.AskAsync<long>(
                "select count(*) from public_id p join smart_lock l on l.lock_id = p.row_id where l.tenant_id = $1",
                heirs.Value
            )
        );
        Assert.Equal(0, await house.GrantsAsync(door.Row));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from enrollment where gone_at is null"));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from credential where revoked_at is null"));
        foreach (var former in new[] { desk, guest })
        {
            Assert.Equal(AccessErrorCode.NotFound, (await house.Get<LockQueries>().FindAsync(former, door.Id, CancellationToken.None)).Error?.Code);
        }

        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task A_node_that_remembers_where_a_lock_was_finds_it_where_it_is()
    {
        await using var house = await House.OpenAsync();
        await house.AddTenantAsync("heir");
        var other = house.NewNode();
        var desk = await house.DeskAsync();
        var door = await PhoneLockAsync(house, desk);
        var around = await PhoneLockAsync(house, desk);
        await house.GivenAsync(desk, around.Id, "heir");
        await house.GivenAsync(desk, door.Id, "heir");
        var heir = await house.LogInAsync("heir@example.com", other);
        var rename = other.GetRequiredService<RenameLock>();
        Assert.Equal(AccessErrorCode.NotAllowed, (await rename.RunAsync(heir, door.Id, "Mine", CancellationToken.None)).Error?.Code);

        Assert.Null((await TransferAsync(house, desk, "heir", door.Id)).Error);

        Assert.Null((await rename.RunAsync(heir, door.Id, "Mine", CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_code_for_a_lock_that_came_from_a_tenant_that_is_still_the_callers_is_made_where_the_lock_is()
    {
        await using var house = await House.OpenAsync();
        await house.AddTenantAsync("heir");
        var other = house.NewNode();
        var desk = await house.DeskAsync();
        var (door, around) = (await PhoneLockAsync(house, desk), await PhoneLockAsync(house, desk));
        await house.GivenAsync(desk, door.Id, "heir");
        await house.GivenAsync(desk, around.Id, "heir");
        var heir = await house.LogInAsync("heir@example.com", other);
        var request = new CreatePasscodeRequest { Locks = [door.Id], Digits = Domain.Credentials.PinDigits.Parse("482916").Value };
        var create = other.GetRequiredService<CreatePasscode>();
        Assert.Equal(AccessErrorCode.NotAllowed, (await create.RunAsync(heir, request, CancellationToken.None)).Error?.Code);

        Assert.Null((await TransferAsync(house, desk, "heir", door.Id)).Error);

        Assert.NotEqual(AccessErrorCode.NotFound, (await create.RunAsync(heir, request, CancellationToken.None)).Error?.Code);
    }

    [Fact]
    public async Task A_lock_that_goes_out_of_use_is_in_no_group_any_more()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var door = await PhoneLockAsync(house, desk);
        var group = Guid.CreateVersion7();
        await house.DoAsync(
            "insert into lock_group (tenant_id, group_id, name, created_at) values ($1, $2, 'Doors', now())",
            house.Tenant.Value,
            group
        );
        await house.DoAsync(
            "insert into lock_group_lock (tenant_id, group_id, lock_id) values ($1, $2, $3)",
            house.Tenant.Value,
            group,
            door.Row.Value
        );

        Assert.Null((await house.Get<DeleteLock>().RunAsync(desk, door.Id, CancellationToken.None)).Error);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from lock_group_lock"));
    }

    /// <summary>Who is removed while somebody is about to give them something.</summary>
    [Fact]
    public async Task Nothing_is_handed_to_an_account_that_is_gone()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var (door, heir) = (await PhoneLockAsync(house, desk), await house.PersonAsync("heir"));
        Task<AccessError?>[] gifts;
        await using (var held = await house.HoldChainAsync(house.Tenant))
        {
            gifts = [HandOverAsync(), GiveAsync()];
            await Poll.UntilAsync(async () => await house.WaitingForLocksAsync() == gifts.Length);
            await new Population(house.Node).DisableAsync(heir.User!.Value);
        }

        foreach (var refusal in await Task.WhenAll(gifts))
        {
            Assert.Equal((AccessErrorCode.NotFound, Noun.User), (refusal?.Code, refusal?.What));
        }

        Assert.Equal(1, await house.GrantsAsync(door.Row));

        async Task<AccessError?> HandOverAsync() => (await TransferAsync(house, desk, "heir", door.Id)).Error;
        async Task<AccessError?> GiveAsync() => (await house.GiveAsync(desk, door.Id, "heir")).Error;
    }

    [Fact]
    public async Task Locks_that_are_handed_to_and_fro_at_once_end_with_one_owner_each()
    {
        await using var house = await House.OpenAsync();
        await house.AddTenantAsync("heir");
        var (desk, heir) = (await house.DeskAsync(), await house.LogInAsync("heir@example.com"));
        var doors = new List<WireId>();
        for (var i = 0; i < 4; i++)
        {
            doors.Add((await PhoneLockAsync(house, desk)).Id);
        }

        var storms = doors.SelectMany(door =>
            Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? TransferAsync(house, desk, "heir", door) : TransferAsync(house, heir, "desk", door))
        );
        await Task.WhenAll(storms);

        Assert.Equal(doors.Count, await house.AskAsync<long>("select count(*) from smart_lock where decommissioned_at is null"));
        Assert.Equal(doors.Count, await house.AskAsync<long>("select count(*) from access_grant where role = 3 and revoked_at is null"));
        Assert.Equal(
            doors.Count,
            await house.AskAsync<long>(
                "select count(*) from public_id p join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null where p.kind = 1"
            )
        );
    }

    [Fact]
    public async Task Inside_a_tenant_the_other_grants_stay_and_who_owned_it_has_none()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var door = await PhoneLockAsync(house, desk);
        await house.PersonAsync("guest");
        var heir = await house.PersonAsync("heir");
        await house.GivenAsync(desk, door.Id, "guest");
        await house.GivenAsync(desk, door.Id, "heir");

        Assert.Null((await TransferAsync(house, desk, "heir", door.Id)).Error);

        Assert.Equal(2, await house.GrantsAsync(door.Row));
        Assert.Equal(GrantRole.Owner, (await house.Get<LockQueries>().FindAsync(heir, door.Id, CancellationToken.None)).Value.Role);
        Assert.Equal(AccessErrorCode.NotFound, (await house.Get<LockQueries>().FindAsync(desk, door.Id, CancellationToken.None)).Error?.Code);
    }

    [Fact]
    public async Task A_deleted_lock_asks_its_device_for_its_codes_and_leaves_those_of_other_locks()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var (door, other) = (await house.AddKeypadAsync(), await house.AddKeypadAsync());
        await house.AddPasscodeAsync(door, "482916");
        var both = new CreatePasscodeRequest { Locks = [door, other], Digits = Domain.Credentials.PinDigits.Parse("730158").Value };
        Assert.Null((await house.Get<CreatePasscode>().RunAsync(Caller.Server(house.Tenant), both, CancellationToken.None)).Error);

        Assert.Null((await house.Get<DeleteLock>().RunAsync(desk, door, CancellationToken.None)).Error);

        Assert.Equal(
            2,
            await house.AskAsync<long>("select count(*) from enrollment where not desired_present and gone_at is null and due_at is not null")
        );
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from enrollment where desired_present"));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from credential where revoked_at is null"));
        Assert.Equal(AccessErrorCode.NotFound, (await house.Get<DeleteLock>().RunAsync(desk, door, CancellationToken.None)).Error?.Code);
    }

    /// <summary>KR-1, KR-2.</summary>
    [Fact]
    public async Task What_a_phone_left_is_sealed_and_given_back_to_the_owner_alone()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var door = await PhoneLockAsync(house, desk);
        var guest = await house.PersonAsync("guest");
        await house.GivenAsync(desk, door.Id, "guest", request => request with { IsDeputy = true });
        var locks = house.Get<LockQueries>();

        Assert.Equal(Data, (await locks.FindAsync(desk, door.Id, CancellationToken.None)).Value.PhoneData);
        Assert.Null((await locks.FindAsync(guest, door.Id, CancellationToken.None)).Value.PhoneData);
        var stored = await house.AskAsync<byte[]>("select phone_data_sealed from smart_lock where lock_id = $1", door.Row.Value);
        Assert.Equal(-1, stored.AsSpan().IndexOf(Encoding.UTF8.GetBytes("canary")));
        Assert.DoesNotContain("canary", (await locks.FindAsync(desk, door.Id, CancellationToken.None)).Value.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(WireId Id, LockId Row)> PhoneLockAsync(House house, Caller by)
    {
        var phone = new PhoneLock(Data, "S31_1a2b3c", null, null, Capabilities.Unlock | Capabilities.Passcodes);
        var made = (await house.Get<InitializeLock>().RunAsync(by, phone, null, CancellationToken.None)).Value;
        return (WireId.Number(WireIdKind.LockNumber, made.Number), made.Id);
    }

    private static Task<Outcome<Done>> TransferAsync(House house, Caller by, string to, WireId door) =>
        house.Get<TransferLock>().RunAsync(by, [door], $"{to}@example.com", CancellationToken.None);
}
