using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>13.7, 19.2: what a lock is set to, for those who manage it. Changes that a door would follow on its own are to what it has already.</summary>
internal sealed class SettingCells : SifelyCells
{
    private const string SuperPasscode = "/v3/lock/changeAdminKeyboardPwd";

    /// <summary>Each with what it needs besides the lock.</summary>
    private static readonly Dictionary<string, string> Changes = new()
    {
        ["/v3/lock/setAutoLockTime"] = "seconds=-1",
        ["/v3/lock/configPassageMode"] = "passageMode=2",
        ["/v3/lock/configurePassageMode"] = "passageMode=2",
        ["/v3/lock/updateSetting"] = "type=3&value=1",
        ["/v3/lock/updateElectricQuantity"] = "electricQuantity=80",
        ["/v3/lock/updateDate"] = "date=1",
        [SuperPasscode] = "password=73190482",
    };

    private static readonly Dictionary<string, string> Reads = new()
    {
        ["/v3/lock/getPassageModeConfig"] = "date=1",
        ["/v3/lock/getPassageModeConfiguration"] = "date=1",
        ["/v3/lock/querySetting"] = "type=3",
    };

    private static readonly Dictionary<string, string> Questions = new()
    {
        ["/v3/lock/queryElectricQuantity"] = "date=1",
        ["/v3/lock/queryDate"] = "date=1",
    };

    /// <summary>Who may comes first: a super passcode goes on to the lock after its answer, and what is refused then is to change nothing.</summary>
    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. ForManagers(SuperPasscode).Reverse(),
        .. Changes.Keys.Where(route => route != SuperPasscode).SelectMany(route => ForManagers(route)),
        .. Reads.Keys.SelectMany(route => ForManagers(route)),
        .. Questions.Keys.SelectMany(route => ForManagers(route, UnknownOnDeviceRead)),
    ];

    public override IReadOnlySet<string> Mutations { get; } = Changes.Keys.ToHashSet();

    public override IReadOnlyList<string> Naming { get; } = [.. Needs.Select(route => $"{route.Key}?{route.Value}&lockId=")];

    private static IEnumerable<KeyValuePair<string, string>> Needs => [.. Changes, .. Reads, .. Questions];

    public override Task PrepareAsync(TwoTenants tenants, MatrixRow row) =>
        Poll.UntilAsync(async () =>
            (
                await tenants.QueryAsync("select 'unproven' from enrollment where gone_at is null and path = 1 and evidence < 5 and desired_present")
            ).Count == 0
        );

    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        ValueTask.FromResult<string?>($"{row.Route}?lockId={DoorOf(tenants, row)}&{Needs.First(route => route.Key == row.Route).Value}");
}
