using System.Buffers;
using System.Reflection;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Drivers.Tests.Simulator;

public sealed class SimulatorProtocolTests
{
    public static TheoryData<Type> Families =>
        [typeof(DeviceAct), typeof(DeviceReading), typeof(SlotContent), typeof(DeviceReport), typeof(WorldControl)];

    /// <summary>A new act or report that nobody added to the protocol would throw at the first door that needs it.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Every_member_of_a_family_goes_over_the_line(Type family)
    {
        var members = family.GetNestedTypes(BindingFlags.Public).Where(family.IsAssignableFrom).ToList();

        Assert.NotEmpty(members);
        Assert.All(members, member => Assert.NotNull(FrameContext.Default.GetTypeInfo(member)));
    }

    /// <summary>LG-1.</summary>
    [Fact]
    public void Frames_controls_and_truths_keep_secrets_to_themselves()
    {
        const string secret = "482916";
        var act = new DeviceAct.SetPasscode(1, PinDigits.Parse(secret).Value);
        var present = new WorldControl.Present("front-door", CredentialKind.Passcode, secret);
        var truth = new DeviceTruth("front-door") { Passcodes = new Dictionary<int, string> { [1] = secret } };
        object[] written =
        [
            present,
            truth,
            new SimulatorFrame.Do(1, "front-door", act),
            new SimulatorFrame.Control(1, present),
            new SimulatorFrame.Truth(1, truth, null),
            new SimulatorFrame.Report(new DeviceReport.CredentialPresented("reader-1", CredentialKind.Passcode, secret)),
            new SlotMemory.Kept(secret, null, null, null),
        ];

        Assert.All(written, thing => Assert.DoesNotContain(secret, $"{thing}", StringComparison.Ordinal));
    }

    [Fact]
    public void Offline_orders_and_marks_arrive_as_they_were_sent()
    {
        var orders = new OfflineOrders(new OfflineSecret(new byte[OfflineSecret.Size]), new("Asia/Tokyo", true), 3, [new(3, 7), new(4, 999_999_999)]);
        var moved = new DeviceReport.BoltMoved("door", BoltState.Unlocked, MotionCause.Credential) { Offline = new(4, 12) };

        var told = Assert
            .IsType<DeviceAct.KeepOfflineCodes>(
                OverTheLine<SimulatorFrame.Do>(new SimulatorFrame.Do(1, "door", new DeviceAct.KeepOfflineCodes(orders))).Act
            )
            .Orders;
        Assert.Equal((orders.Secret, orders.Rules, orders.Epoch), (told.Secret, told.Rules, told.Epoch));
        Assert.Equal(orders.Denied, told.Denied);
        Assert.Equal(moved, OverTheLine<SimulatorFrame.Report>(new SimulatorFrame.Report(moved)).What);
    }

    private static T OverTheLine<T>(SimulatorFrame frame) =>
        Assert.IsType<T>(SimulatorProtocol.Read(new ReadOnlySequence<byte>(SimulatorProtocol.Write(frame))));

    [Fact]
    public void Pauses_before_connecting_again_double_up_to_the_longest_with_a_quarter_of_jitter()
    {
        var pause = new ReconnectPause(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), new Seed(7));
        double[] expected = [100, 200, 400, 800, 1600, 3200, 5000, 5000];

        Assert.All(expected, milliseconds => Assert.InRange(pause.Next().TotalMilliseconds, milliseconds * 0.75, milliseconds * 1.25));
        pause.Reset();
        Assert.InRange(pause.Next().TotalMilliseconds, 75, 125);
    }
}
