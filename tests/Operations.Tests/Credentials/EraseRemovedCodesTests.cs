using Latchwork.Domain;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Tests.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Credentials;

/// <summary>KR-3.</summary>
public sealed class EraseRemovedCodesTests
{
    [Theory]
    [InlineData(false, false, 3)]
    [InlineData(true, true, 3)]
    [InlineData(true, false, 0)]
    public async Task What_is_sealed_in_the_row_of_a_lock_goes_when_it_is_deleted_and_none_of_its_codes_is_left(
        bool isDeleted,
        bool hasCode,
        int left
    )
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await house.AddDueAsync(await house.AddDoorAsync(link), 1, house.Clock.Now());
        await house.DoAsync("update enrollment set gone_at = case when not $1 then now() end", hasCode);
        await house.DoAsync(
            """
            update smart_lock set super_passcode_sealed = '\x01', offline_secret_sealed = '\x02', phone_data_sealed = '\x03',
                decommissioned_at = case when $1 then now() end
            """,
            isDeleted
        );

        await house.Get<EraseRemovedCodes>().RunAsync(default);

        Assert.Equal(
            left,
            await house.AskAsync<int>("select num_nonnulls(super_passcode_sealed, offline_secret_sealed, phone_data_sealed) from smart_lock")
        );
    }
}
