using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Dialects.Native.Alerts;
using Latchwork.Dialects.Native.Applications;
using Latchwork.Dialects.Native.Clients;
using Latchwork.Dialects.Native.Credentials;
using Latchwork.Dialects.Native.Devices;
using Latchwork.Dialects.Native.Events;
using Latchwork.Dialects.Native.Grants;
using Latchwork.Dialects.Native.Groups;
using Latchwork.Dialects.Native.Imports;
using Latchwork.Dialects.Native.Installation;
using Latchwork.Dialects.Native.Links;
using Latchwork.Dialects.Native.Lockers;
using Latchwork.Dialects.Native.Locks;
using Latchwork.Dialects.Native.Passkeys;
using Latchwork.Dialects.Native.Readers;
using Latchwork.Dialects.Native.Reservations;
using Latchwork.Dialects.Native.Session;
using Latchwork.Dialects.Native.SetUp;
using Latchwork.Dialects.Native.Sites;
using Latchwork.Dialects.Native.Tenants;
using Latchwork.Dialects.Native.Users;
using Latchwork.Dialects.Native.Webhooks;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Alerts;
using Latchwork.Operations.Explanations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Imports;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Reservations.Plans;

namespace Latchwork.Dialects.Native.Wire;

[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(SetUpBody))]
[JsonSerializable(typeof(SetUpDoneBody))]
[JsonSerializable(typeof(AcceptBody))]
[JsonSerializable(typeof(AcceptedBody))]
[JsonSerializable(typeof(LogInBody))]
[JsonSerializable(typeof(StepUpBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(LoggedOutBody))]
[JsonSerializable(typeof(TotpOfferBody))]
[JsonSerializable(typeof(TotpCodeBody))]
[JsonSerializable(typeof(RecoveryCodesBody))]
[JsonSerializable(typeof(PasskeyQuestionBody))]
[JsonSerializable(typeof(PasskeyAnswerBody))]
[JsonSerializable(typeof(PasskeyLogInBody))]
[JsonSerializable(typeof(NewPasskeyBody))]
[JsonSerializable(typeof(PasskeysBody))]
[JsonSerializable(typeof(AddedPasskeyBody))]
[JsonSerializable(typeof(PasskeyNameBody))]
[JsonSerializable(typeof(SecondFactorRemovedBody))]
[JsonSerializable(typeof(NewPasswordBody))]
[JsonSerializable(typeof(PasswordChangedBody))]
[JsonSerializable(typeof(PasswordResetBody))]
[JsonSerializable(typeof(PasswordResetTakenBody))]
[JsonSerializable(typeof(PasswordByMailBody))]
[JsonSerializable(typeof(EmailCodeBody))]
[JsonSerializable(typeof(EmailVerifiedBody))]
[JsonSerializable(typeof(InstallationBody))]
[JsonSerializable(typeof(ListBody<SizedTenantBody>))]
[JsonSerializable(typeof(ListBody<RefusalBody>))]
[JsonSerializable(typeof(NewTenantBody))]
[JsonSerializable(typeof(TenantOwnerBody))]
[JsonSerializable(typeof(OwnedTenantBody))]
[JsonSerializable(typeof(VerificationBody))]
[JsonSerializable(typeof(ListBody<LinkQueueBody>))]
[JsonSerializable(typeof(TenantBody))]
[JsonSerializable(typeof(NewSiteBody))]
[JsonSerializable(typeof(SiteBody))]
[JsonSerializable(typeof(MadeBody))]
[JsonSerializable(typeof(NewPasscodeBody))]
[JsonSerializable(typeof(PasscodeChangeBody))]
[JsonSerializable(typeof(MadePasscodeBody))]
[JsonSerializable(typeof(CredentialBody))]
[JsonSerializable(typeof(ListBody<CredentialBody>))]
[JsonSerializable(typeof(ListBody<LockCredentialBody>))]
[JsonSerializable(typeof(RevealedBody))]
[JsonSerializable(typeof(ListBody<SiteBody>))]
[JsonSerializable(typeof(PairLinkBody))]
[JsonSerializable(typeof(LinkBody))]
[JsonSerializable(typeof(LinkDetailBody))]
[JsonSerializable(typeof(RemovedLinkBody))]
[JsonSerializable(typeof(ListBody<LinkBody>))]
[JsonSerializable(typeof(ListBody<DriverBody>))]
[JsonSerializable(typeof(LockBody))]
[JsonSerializable(typeof(ListBody<LockBody>))]
[JsonSerializable(typeof(LockGroupBody))]
[JsonSerializable(typeof(ListBody<LockGroupBody>))]
[JsonSerializable(typeof(LockGroupNameBody))]
[JsonSerializable(typeof(GroupedLocksBody))]
[JsonSerializable(typeof(MotionBody))]
[JsonSerializable(typeof(LockerBody))]
[JsonSerializable(typeof(ListBody<LockerBody>))]
[JsonSerializable(typeof(LockerChangeBody))]
[JsonSerializable(typeof(NewLeaseBody))]
[JsonSerializable(typeof(LeasedBody))]
[JsonSerializable(typeof(ListBody<LeaseBody>))]
[JsonSerializable(typeof(ListBody<FreeBoxBody>))]
[JsonSerializable(typeof(LockerUsageBody))]
[JsonSerializable(typeof(SendStayBody))]
[JsonSerializable(typeof(ListBody<StayMessageBody>))]
[JsonSerializable(typeof(BoxLightBody))]
[JsonSerializable(typeof(BoxStatusBody))]
[JsonSerializable(typeof(BoxLogBody))]
[JsonSerializable(typeof(LeaseChangeBody))]
[JsonSerializable(typeof(RevealedLeaseBody))]
[JsonSerializable(typeof(SendLeaseBody))]
[JsonSerializable(typeof(LockSettingsBody))]
[JsonSerializable(typeof(StateBody))]
[JsonSerializable(typeof(EventPageBody))]
[JsonSerializable(typeof(LockActivityBody))]
[JsonSerializable(typeof(OpenersBody))]
[JsonSerializable(typeof(ExplanationBody))]
[JsonSerializable(typeof(EventTypesBody))]
[JsonSerializable(typeof(ListBody<ReaderBody>))]
[JsonSerializable(typeof(PlaceReaderBody))]
[JsonSerializable(typeof(PlacedBody))]
[JsonSerializable(typeof(NewAppClientBody))]
[JsonSerializable(typeof(AddedAppClientBody))]
[JsonSerializable(typeof(ClientLimitsBody))]
[JsonSerializable(typeof(ListBody<ApiClientBody>))]
[JsonSerializable(typeof(SiteDetailBody))]
[JsonSerializable(typeof(SiteChangeBody))]
[JsonSerializable(typeof(PlaceBody))]
[JsonSerializable(typeof(NewUnitBody))]
[JsonSerializable(typeof(UnitChangeBody))]
[JsonSerializable(typeof(UnitLocksBody))]
[JsonSerializable(typeof(UnitBody))]
[JsonSerializable(typeof(ListBody<UnitBody>))]
[JsonSerializable(typeof(NewPlanBody))]
[JsonSerializable(typeof(PlanChangeBody))]
[JsonSerializable(typeof(PlanBody))]
[JsonSerializable(typeof(ListBody<PlanBody>))]
[JsonSerializable(typeof(NewReservationBody))]
[JsonSerializable(typeof(ReservationChangeBody))]
[JsonSerializable(typeof(NewBlockBody))]
[JsonSerializable(typeof(BookedBody))]
[JsonSerializable(typeof(ChangedBody))]
[JsonSerializable(typeof(ReservationBody))]
[JsonSerializable(typeof(ListBody<ReservationBody>))]
[JsonSerializable(typeof(ListBody<FreeUnitBody>))]
[JsonSerializable(typeof(SifelyKeyBody))]
[JsonSerializable(typeof(MadeSifelyKeyBody))]
[JsonSerializable(typeof(ListBody<ApplicationBody>))]
[JsonSerializable(typeof(NewApplicationBody))]
[JsonSerializable(typeof(ApplicationChangeBody))]
[JsonSerializable(typeof(ApplicationDetailBody))]
[JsonSerializable(typeof(TokenKeyBody))]
[JsonSerializable(typeof(NewIssuerBody))]
[JsonSerializable(typeof(NewOriginBody))]
[JsonSerializable(typeof(NewOwnerBody))]
[JsonSerializable(typeof(RolledSecretBody))]
[JsonSerializable(typeof(NewNativeKeyBody))]
[JsonSerializable(typeof(AddedNativeKeyBody))]
[JsonSerializable(typeof(NewHmacKeyBody))]
[JsonSerializable(typeof(HmacRulesBody))]
[JsonSerializable(typeof(RollSecretBody))]
[JsonSerializable(typeof(AddedHmacKeyBody))]
[JsonSerializable(typeof(NewIntegrationBody))]
[JsonSerializable(typeof(AddedIntegrationBody))]
[JsonSerializable(typeof(SetWebhookBody))]
[JsonSerializable(typeof(AddedWebhookBody))]
[JsonSerializable(typeof(ListBody<WebhookBody>))]
[JsonSerializable(typeof(WebhookTestBody))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(ReplayedBody))]
[JsonSerializable(typeof(RollWebhookSecretBody))]
[JsonSerializable(typeof(ListBody<AttemptBody>))]
[JsonSerializable(typeof(DeliveryBody))]
[JsonSerializable(typeof(ListBody<DeliveryBody>))]
[JsonSerializable(typeof(NewAlertBody))]
[JsonSerializable(typeof(AlertChangeBody))]
[JsonSerializable(typeof(ListBody<AlertBody>))]
[JsonSerializable(typeof(AjarTimeBody))]
[JsonSerializable(typeof(NewGrantBody))]
[JsonSerializable(typeof(GrantChangeBody))]
[JsonSerializable(typeof(GrantBody))]
[JsonSerializable(typeof(ListBody<GrantBody>))]
[JsonSerializable(typeof(NewUserBody))]
[JsonSerializable(typeof(TenantChangeBody))]
[JsonSerializable(typeof(KnownDeviceBody))]
[JsonSerializable(typeof(ListBody<KnownDeviceBody>))]
[JsonSerializable(typeof(LockChangeBody))]
[JsonSerializable(typeof(NewCardBody))]
[JsonSerializable(typeof(CardChangeBody))]
[JsonSerializable(typeof(UserChangeBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(ListBody<UserBody>))]
[JsonSerializable(typeof(ImportPlanBody))]
[JsonSerializable(typeof(ImportDoneBody))]
internal sealed partial class NativeJson : JsonSerializerContext
{
    private const int Depth = 16;

    /// <summary>Unknown, repeated, missing and null members, and names in another case, are refused (AZ-9).</summary>
    public static NativeJson Wire { get; } =
        new(
            new JsonSerializerOptions(JsonSerializerOptions.Strict)
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                MaxDepth = Depth,
                Converters =
                {
                    InWords<SubscriptionState>(),
                    InWords<SiteKind>(),
                    InWords<Business>(),
                    InWords<PlanRelease>(),
                    InWords<PaymentState>(),
                    InWords<PaymentKind>(),
                    InWords<StayState>(),
                    InWords<NotificationChannel>(),
                    InWords<NotificationState>(),
                    InWords<Readiness>(),
                    InWords<EnrollmentStatus>(),
                    InWords<EvidenceRung>(),
                    InWords<CredentialKind>(),
                    InWords<Trouble>(),
                    InWords<BoxSize>(),
                    InWords<BoxStatus>(),
                    InWords<BoxLeaseKind>(),
                    InWords<AlertTopic>(),
                    InWords<AlertChannel>(),
                    InWords<GrantLevel>(),
                    InWords<TenantRole>(),
                    InWords<ImportAct>(),
                    InWords<ImportEffect>(),
                    InWords<Opened>(),
                    InWords<ExplainedBy>(),
                    InWords<FactCode>(),
                    InWords<ExplainedThing>(),
                    InWords<Obstacle>(),
                    InWords<OnLock>(),
                    InWords<OpenerKind>(),
                },
            }
        );

    private static JsonStringEnumConverter<T> InWords<T>()
        where T : struct, Enum => new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    /// <summary>A word of the core in this wire's spelling: <c>BoltMoved</c> is <c>boltMoved</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static IReadOnlyList<string> Words<T>(T flags)
        where T : struct, Enum => [.. Enum.GetValues<T>().Where(bit => Convert.ToInt64(bit, null) != 0 && flags.HasFlag(bit)).Select(Word)];
}
