using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Dialects.Sifely.Accounts;
using Latchwork.Dialects.Sifely.Credentials;
using Latchwork.Dialects.Sifely.Ekeys;
using Latchwork.Dialects.Sifely.Gateways;
using Latchwork.Dialects.Sifely.Groups;
using Latchwork.Dialects.Sifely.Locks;
using Latchwork.Dialects.Sifely.Records;
using Latchwork.Dialects.Sifely.Webhooks;

namespace Latchwork.Dialects.Sifely.Wire;

[JsonSerializable(typeof(PageBody<KeyInfo>))]
[JsonSerializable(typeof(KeyInfo))]
[JsonSerializable(typeof(SentKeyBody))]
[JsonSerializable(typeof(PageBody<GroupInfo>))]
[JsonSerializable(typeof(AddedGroupBody))]
[JsonSerializable(typeof(LockStatusBody))]
[JsonSerializable(typeof(InitializedBody))]
[JsonSerializable(typeof(PageBody<LockItem>))]
[JsonSerializable(typeof(PageBody<RecordInfo>))]
[JsonSerializable(typeof(PageBody<PasscodeInfo>))]
[JsonSerializable(typeof(PasscodeAddedBody))]
[JsonSerializable(typeof(PageBody<CardInfo>))]
[JsonSerializable(typeof(CardAddedBody))]
[JsonSerializable(typeof(PageBody<FingerprintInfo>))]
[JsonSerializable(typeof(FingerprintAddedBody))]
[JsonSerializable(typeof(LockDetailBody))]
[JsonSerializable(typeof(OpenStateBody))]
[JsonSerializable(typeof(SettingBody))]
[JsonSerializable(typeof(BatteryBody))]
[JsonSerializable(typeof(DateBody))]
[JsonSerializable(typeof(OldPassageModeBody))]
[JsonSerializable(typeof(NewPassageModeBody))]
[JsonSerializable(typeof(YesBody))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(TTLockErrorBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(WrappedBody<TokenDetails>))]
[JsonSerializable(typeof(WrappedBody<GuestDetails>))]
[JsonSerializable(typeof(WrappedBody<CodeDetails>))]
[JsonSerializable(typeof(OauthBody))]
[JsonSerializable(typeof(TTLockTokenBody))]
[JsonSerializable(typeof(RegisteredBody))]
[JsonSerializable(typeof(PageBody<AppUserItem>))]
[JsonSerializable(typeof(UserNumberBody))]
[JsonSerializable(typeof(WrappedBody<WebhookDetails>))]
[JsonSerializable(typeof(WrappedBody<WebhookTestResult>))]
[JsonSerializable(typeof(WrappedBody<WebhookReplay>))]
[JsonSerializable(typeof(WrappedBody<NoDetails>))]
[JsonSerializable(typeof(List<NotifiedRecord>))]
[JsonSerializable(typeof(PageBody<GatewayBody>))]
[JsonSerializable(typeof(GatewayBody))]
[JsonSerializable(typeof(GatewayNumberBody))]
[JsonSerializable(typeof(GatewayUpgradeBody))]
[JsonSerializable(typeof(ListBody<GatewayOfLockBody>))]
[JsonSerializable(typeof(ListBody<LockOfGatewayBody>))]
[JsonSerializable(typeof(ListBody<DeviceOfGatewayBody>))]
[JsonSerializable(typeof(PageBody<DoorRecordBody>))]
[JsonSerializable(typeof(DoorSensorBody))]
internal sealed partial class SifelyJson : JsonSerializerContext
{
    /// <summary>Names keep their signs as they are: <c>@</c>, <c>—</c> and the like are not escaped (20.10). Nothing of it is ever HTML.</summary>
    public static SifelyJson Wire { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
