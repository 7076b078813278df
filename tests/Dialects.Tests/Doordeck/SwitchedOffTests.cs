using System.Net.Http.Headers;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>Who is switched off in a tenant holds a key of their own phone and a share of the door, and neither counts there.</summary>
public sealed class SwitchedOffTests(DoordeckHouse house) : IClassFixture<DoordeckHouse>
{
    [Fact]
    public async Task AZ_5_A_member_who_is_switched_off_opens_nothing_by_a_signed_operation_until_they_are_on_again()
    {
        using var phone = await house.PersonAsync("switched@example.com");
        await house.ShareAsync(house.FrontDoor, phone);
        await house.JoinAsync(phone.UserId);
        Assert.Equal(200, await OpenAsync(phone));

        await SwitchAsync(phone, "off");
        Assert.Equal(404, await OpenAsync(phone));
        using var seen = await phone.SendAsync(HttpMethod.Get, $"/device/{house.FrontDoor}");
        Assert.Equal(404, (int)seen.StatusCode);

        await SwitchAsync(phone, "on");
        Assert.Equal(200, await OpenAsync(phone));
    }

    private async Task<int> OpenAsync(DoordeckPhone phone)
    {
        using var answer = await phone.ExecuteAsync(house.FrontDoor, DoordeckPhone.Unlock());
        return (int)answer.StatusCode;
    }

    private async Task SwitchAsync(DoordeckPhone phone, string to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/users/{phone.UserId}/switch-{to}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", house.Server.NativeKey);
        using var answer = await house.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
