using Latchwork.Operations.Recovery;
using Latchwork.Testing.Doordeck;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>FS-6, JW-8: what may have been used in a time that a restore has lost.</summary>
public sealed class RestoredHouseTests(DoordeckHouse house) : IClassFixture<DoordeckHouse>
{
    [Fact]
    public async Task A_signed_operation_of_before_the_restore_is_refused_and_one_of_after_it_opens()
    {
        await RestoredAsync("now() + interval '2 seconds'");
        Assert.NotEqual(204, await OpenAsync());
        Assert.Equal("Unlock Refused Invalid MayHaveBeenUsed", await house.LastActAsync());

        await RestoredAsync("now() - interval '61 seconds'");
        Assert.Equal(200, await OpenAsync());
    }

    private async Task<int> OpenAsync()
    {
        using var answer = await house.Desk.ExecuteAsync(house.FrontDoor, DoordeckPhone.Unlock());
        return (int)answer.StatusCode;
    }

    private async Task RestoredAsync(string when)
    {
        await house.CountAsync("with former as (delete from restoration returning 1) select count(*) from former");
        await house.CountAsync(
            $"with made as (insert into restoration (restoration_id, restored_at, is_whole, proofs_from) values (gen_random_uuid(), now(), false, {when}) returning 1) select count(*) from made"
        );
        await house.Server.Services.GetRequiredService<RecoveryState>().CheckAsync(CancellationToken.None);
    }
}
