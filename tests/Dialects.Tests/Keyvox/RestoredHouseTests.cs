using Latchwork.Operations.Recovery;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>FS-6, HM-7: an act that was signed before a restore may have been done in the time that it has lost.</summary>
public sealed class RestoredHouseTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    private const string NoDate = "HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication";

    [Fact]
    public async Task An_act_that_may_be_of_before_the_restore_is_refused_and_a_question_is_answered()
    {
        var open = $$"""{"lockId":"{{await house.LockIdAsync("Front door")}}","flag":"1"}""";
        await RestoredAsync("now()");
        Assert.Equal(NoDate, (await house.CallAsync("unlock", open)).Message);
        Assert.Equal("0", (await house.CallAsync("getUnits", "{}")).Code);

        // A request may be dated five minutes ahead of when it was used.
        await RestoredAsync("now() - interval '601 seconds'");
        Assert.NotNull((await house.CallAsync("unlock", open)).Code);
    }

    private async Task RestoredAsync(string when)
    {
        await house.OneAsync<long>("with former as (delete from restoration returning 1) select count(*) from former");
        await house.OneAsync<long>(
            $"with made as (insert into restoration (restoration_id, restored_at, is_whole, proofs_from) values (gen_random_uuid(), now(), false, {when}) returning 1) select count(*) from made"
        );
        await house.Server.Services.GetRequiredService<RecoveryState>().CheckAsync(CancellationToken.None);
    }
}
