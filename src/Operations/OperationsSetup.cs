using Latchwork.Domain.Drivers;
using Latchwork.Operations.Alerts;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Cards;
using Latchwork.Operations.Clients;
using Latchwork.Operations.ConsoleSessions;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Devices;
using Latchwork.Operations.Events;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Gateways;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Groups;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Imports;
using Latchwork.Operations.Installation;
using Latchwork.Operations.Links;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Members;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Readers;
using Latchwork.Operations.Recovery;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sessions;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;
using Latchwork.Operations.Tiles;
using Latchwork.Operations.Users;
using Latchwork.Operations.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Latchwork.Operations;

/// <summary>
/// What the server can do, one line an operation. Needs, from outside: the <see cref="NpgsqlDataSource"/> as the application's role,
/// <see cref="RootKeys"/>, <see cref="TimeProvider"/>, an <see cref="ICommandQueue"/>, and the drivers.
/// </summary>
public static class OperationsSetup
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        // Storage and secrets.
        services.AddSingleton(s => new AccessDb(s.Get<NpgsqlDataSource>()));
        services.AddSingleton(s => new Journal(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new KeyRing(s.Get<RootKeys>(), new DataKeyStore(s.Get<AccessDb>()), s.Get<KeyRingOptions>(), s.Clock()));
        services.AddSingleton(s => new KeyRotation(s.Get<RootKeys>(), s.Get<KeyRingOptions>(), s.Clock()));
        services.AddSingleton(s => new PasswordHasher(s.Get<PasswordHashOptions>()));
        services.AddSingleton(s => new WireIds(s.Get<KeyRing>()));
        services.AddSingleton(s => new WireIdIndex(s.Get<AccessDb>()));

        // What outlives the database.
        services.AddSingleton(s => new RecoveryState(s.Get<AccessDb>(), s.Get<RecoveryOptions>()));
        services.AddSingleton(s => new KeepRecoveryJournal(s.Get<AccessDb>(), s.Get<RecoveryOptions>(), s.Clock()));

        // Who is who.
        services.AddSingleton(s => new Callers(s.Get<AccessDb>(), s.Get<ClientUses>(), s.Clock()));
        services.AddSingleton(s => new SharedReads(s.Get<AccessDb>()));
        services.AddSingleton(s => new CallerReads(s.Get<AccessDb>(), s.Get<SharedReads>(), s.Get<Callers>(), s.Clock()));
        services.AddSingleton(s => new CallerWrites(s.Get<AccessDb>(), s.Get<Callers>(), s.Clock()));
        services.AddSingleton<TurnGates>();
        services.AddSingleton(s => new CallerTurns(s.Get<AccessDb>(), s.Get<Callers>(), s.Get<TurnGates>(), s.Get<ICommandQueue>(), s.Clock()));
        services.AddSingleton(s => new RefusalCounts(s.Get<WireIdIndex>(), s.Clock()));
        services.AddSingleton(s => new Throttle(s.Get<AccessDb>(), s.Get<KeyRing>(), s.Clock()));
        services.AddSingleton(s => new PasswordLogIn(s.Get<AccessDb>(), s.Get<KeyRing>(), s.Get<PasswordHasher>(), s.Get<Throttle>(), s.Clock()));
        services.AddSingleton(s => new SifelyClients(s.Get<WireIds>()));
        services.AddSingleton(s => new SifelyKeys(s.Get<AccessDb>(), s.Get<KeyRing>(), s.Get<SifelyClients>(), s.Clock()));
        services.AddSingleton(s => new TokenSessions(s.Get<AccessDb>(), s.Get<SifelyClients>(), s.Get<WireIdIndex>(), s.Clock()));
        services.AddSingleton(s => new RefreshTokens(s.Get<TokenSessions>()));
        services.AddSingleton(s => new AuthorizationCodes(s.Get<AccessDb>(), s.Get<PasswordLogIn>(), s.Get<TokenSessions>(), s.Clock()));
        services.AddSingleton(s => new LogIn(s.Get<PasswordLogIn>(), s.Get<SifelyKeys>(), s.Get<TokenSessions>()));
        services.AddSingleton(s => new RollKey(s.Get<SifelyKeys>()));
        services.AddSingleton(s => new OwnSifelyKey(s.Get<CallerTurns>(), s.Get<CallerReads>(), s.Get<SifelyKeys>()));
        services.AddSingleton(s => new NativeKeys(s.Get<WireIds>()));
        services.AddSingleton(s => new NewUser(s.Get<KeyRing>(), s.Get<WireIds>()));
        services.AddSingleton(s => new NewTenant(s.Get<KeyRotation>(), s.Get<WireIds>()));
        services.AddSingleton(s => new NewSite(s.Get<WireIds>()));

        // Sessions of people.
        services.TryAddSingleton(new ServerAddress());
        services.AddSingleton(s => new AuthTokenKeys(s.Get<AccessDb>(), s.Get<KeyRing>(), s.Clock()));
        services.AddSingleton(s => new PersonSessions(
            s.Get<AccessDb>(),
            s.Get<KeyRing>(),
            s.Get<AuthTokenKeys>(),
            s.Get<ServerAddress>(),
            s.Clock()
        ));
        services.AddSingleton(s => new StartSession(s.Get<PasswordLogIn>(), s.Get<PersonSessions>()));
        services.AddSingleton(s => new RenewSession(s.Get<PersonSessions>()));
        services.AddSingleton(s => new EndSession(s.Get<CallerTurns>()));
        services.AddConsoleSessions();

        // Signed operations.
        services.AddSigning();

        // Set-up.
        services.AddSingleton(s => new SetUpState(s.Get<AccessDb>()));
        services.AddSingleton(s => new PrepareInstallation(
            s.Get<AccessDb>(),
            s.Get<KeyRing>(),
            s.Get<KeyRotation>(),
            s.Get<SetUpState>(),
            s.Clock()
        ));
        services.AddSingleton(s => new TenantFounding(
            s.Get<NewTenant>(),
            s.Get<NewSite>(),
            s.Get<NewUser>(),
            s.Get<NativeKeys>(),
            s.Get<PasswordHasher>(),
            s.Clock()
        ));
        services.AddSingleton(s => new CompleteSetUp(
            s.Get<AccessDb>(),
            s.Get<TenantFounding>(),
            s.Get<SetUpState>(),
            s.Get<Throttle>(),
            s.Get<RefusalCounts>(),
            s.Clock()
        ));
        services.AddSingleton(s => new CreateTenant(s.Get<AccessDb>(), s.Get<TenantFounding>(), s.Clock()));
        services.AddSingleton(s => new AddSite(s.Get<CallerWrites>(), s.Get<NewSite>()));
        services.AddSingleton(s => new TenantQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new ChangeTenant(s.Get<CallerTurns>()));
        services.AddSingleton(s => new SiteQueries(s.Get<CallerReads>(), s.Get<KeyRing>()));

        // API clients, and the people of applications.
        services.AddSingleton(s => new AddAppClient(s.Get<CallerWrites>(), s.Get<WireIds>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new SetClientLimits(s.Get<CallerWrites>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new RevokeApiClient(s.Get<CallerWrites>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new ApiClientQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new PageSeals(s.Get<KeyRing>()));
        services.AddHmacKeys();
        services.AddSingleton(s => new AddNativeKey(s.Get<CallerWrites>(), s.Get<NativeKeys>()));
        services.AddSingleton(s => new RollClientSecret(s.Get<CallerWrites>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new ClientUsage(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new ClientUses(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new AppClients(s.Get<AccessDb>(), s.Get<WireIdIndex>(), s.Get<ClientUses>(), s.Clock()));
        services.AddSingleton(s => new OwnNumber(s.Get<CallerReads>()));
        services.AddSingleton<RsaKeyPool>();
        services.AddSingleton(s => new PublicKeys(s.Get<AccessDb>(), s.Get<RsaKeyPool>()));
        services.AddSingleton(s => new AppPasswords(s.Get<PasswordHasher>()));
        services.AddSingleton(s => new RegisterUser(
            s.Get<AccessDb>(),
            s.Get<NewTenant>(),
            s.Get<NewSite>(),
            s.Get<NewUser>(),
            s.Get<Receivers>(),
            s.Get<AppPasswords>(),
            s.Clock()
        ));
        services.AddSingleton(s => new AppUsers(s.Get<AccessDb>(), s.Get<KeyRing>(), s.Get<AppPasswords>(), s.Clock()));

        services.AddApplications();

        // Doors.
        services.AddSingleton(s => new FormerCommand(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new DoorControl(
            s.Get<Journal>(),
            s.Get<ICommandQueue>(),
            s.Get<WireIdIndex>(),
            s.Get<Callers>(),
            s.Get<FormerCommand>(),
            s.Clock()
        ));
        services.AddSingleton(s => new LockTurns(s.Get<CallerTurns>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new NewLock(s.Get<WireIds>()));
        services.AddSingleton(s => new AddLock(s.Get<AccessDb>(), s.Get<NewLock>(), s.Clock()));
        services.AddSingleton(s => new RemoteUnlock(s.Get<DoorControl>()));
        services.AddSingleton(s => new RemoteLock(s.Get<DoorControl>()));
        services.AddSingleton(s => new ReadOpenState(s.Get<DoorControl>(), s.Get<DoorSensors>()));
        services.AddSingleton(s => new LockQueries(s.Get<CallerReads>(), s.Get<SuperPasscodes>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new SuperPasscodes(s.Get<CallerTurns>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new SetAjarTime(s.Get<LockTurns>()));
        services.AddSingleton(s => new PlaceLock(s.Get<LockTurns>()));
        services.AddSingleton(s => new WatchDoors(s.Get<AccessDb>(), s.Clock()));
        services.TryAddSingleton(new ForecastOptions());
        services.AddSingleton(s => new ForecastBatteries(s.Get<AccessDb>(), s.Get<ForecastOptions>(), s.Clock()));
        services.AddSingleton(s => new SetAutoLock(s.Get<LockTurns>()));
        services.AddSingleton(s => new SetOpenHours(s.Get<LockTurns>()));
        services.AddSingleton(s => new ChangeDoorTimes(s.Get<LockTurns>()));
        services.AddSingleton(s => new ChangeLockSetting(s.Get<LockTurns>(), s.Get<DoorControl>(), s.Clock()));
        services.AddSingleton(s => new LockBattery(s.Get<DoorControl>(), s.Get<LockTurns>()));
        services.AddSingleton(s => new LockClock(s.Get<DoorControl>()));
        services.AddSingleton(s => new SetSuperPasscode(
            s.Get<LockTurns>(),
            s.Get<CreatePasscode>(),
            s.Get<ChangePasscode>(),
            s.Get<PushPasscode>(),
            s.Get<KeyRing>()
        ));
        services.AddSingleton(s => new ChangeLock(s.Get<LockTurns>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new RenameLock(s.Get<LockTurns>()));
        services.AddSingleton(s => new FreezeLock(s.Get<LockTurns>()));
        services.AddSingleton(s => new DeleteLock(s.Get<LockTurns>()));
        services.AddSingleton(s => new InitializeLock(s.Get<CallerTurns>(), s.Get<NewLock>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new UpdatePhoneData(s.Get<LockTurns>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new MoveLock(s.Get<NewLock>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new TransferLock(
            s.Get<CallerTurns>(),
            s.Get<LockTurns>(),
            s.Get<WireIdIndex>(),
            s.Get<Receivers>(),
            s.Get<MoveLock>(),
            s.Get<WireIds>()
        ));
        services.AddSingleton(s => new LockRecords(s.Get<CallerReads>(), s.Get<KeyRing>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new ClaimRecords(s.Get<LockTurns>()));
        services.AddSingleton(s => new HideRecords(s.Get<LockTurns>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new DoorSensors(s.Get<CallerReads>(), s.Get<AccessDb>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new TenantLocks(s.Get<CallerReads>()));
        services.AddSingleton(s => new RemovedLocks(s.Get<AccessDb>()));
        services.AddSingleton(s => new HeldLocks(s.Get<CallerReads>(), s.Get<RemovedLocks>()));
        services.AddSingleton(s => new ChangeLockProperties(s.Get<LockTurns>(), s.Get<RemovedLocks>()));
        services.AddSingleton(s => new PersonSites(s.Get<CallerReads>()));
        services.AddSingleton(s => new TileQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new OpenAtTile(s.Get<AccessDb>(), s.Get<WireIdIndex>(), s.Get<DoorControl>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new AssociateTile(s.Get<LockTurns>(), s.Get<RemovedLocks>()));
        services.AddSingleton(s => new SetTileLocks(s.Get<CallerTurns>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new HistoryReads(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new AuditTrails(s.Get<CallerReads>(), s.Get<RemovedLocks>(), s.Get<KeyRing>(), s.Get<HistoryReads>()));

        // Grants and groups.
        services.AddSingleton(s => new Receivers(s.Get<AccessDb>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new InvitePerson(s.Get<NewGuest>(), s.Get<NotificationOutbox>()));
        services.AddSingleton(s => new PasswordByToken(s.Get<AccessDb>(), s.Get<PasswordHasher>(), s.Clock()));
        services.AddSingleton(s => new AcceptInvitation(s.Get<PasswordByToken>(), s.Get<RefusalCounts>()));
        services.AddSingleton(s => new NewGuest(new GuestLimit(s.Get<KeyRing>()), s.Get<NewTenant>(), s.Get<NewUser>(), s.Get<NewSite>()));
        services.AddSingleton(s => new NameByEmail(
            s.Get<CallerTurns>(),
            s.Get<ConfirmCaller>(),
            s.Get<Receivers>(),
            s.Get<NewGuest>(),
            s.Get<WireIdIndex>(),
            s.Get<PublicKeys>()
        ));
        services.AddSingleton(s => new PeopleDirectory(s.Get<CallerReads>(), s.Get<KeyRing>(), s.Get<PublicKeys>()));
        services.AddSingleton(s => new GrantTurns(s.Get<CallerTurns>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new GrantAccess(
            s.Get<CallerTurns>(),
            s.Get<LockTurns>(),
            s.Get<Receivers>(),
            s.Get<InvitePerson>(),
            s.Get<GiveGrant>()
        ));
        services.AddSingleton(s => new GiveGrant(s.Get<WireIds>()));
        services.AddSingleton(s => new TellReceiver(s.Get<NotificationOutbox>()));
        services.AddSingleton(s => new ShareLock(
            s.Get<LockTurns>(),
            s.Get<CallerTurns>(),
            s.Get<Receivers>(),
            s.Get<InvitePerson>(),
            s.Get<GiveGrant>(),
            s.Get<TellReceiver>(),
            s.Get<PublicKeys>()
        ));
        services.AddSingleton(s => new UnshareLock(s.Get<LockTurns>()));
        services.AddSingleton(s => new ChangeGrant(s.Get<GrantTurns>()));
        services.AddSingleton(s => new FreezeGrant(s.Get<GrantTurns>()));
        services.AddSingleton(s => new RevokeGrant(s.Get<GrantTurns>()));
        services.AddSingleton(s => new MakeUnlockLink(s.Get<GrantTurns>()));
        services.AddSingleton(s => new RevokeAllGrants(s.Get<LockTurns>()));
        services.AddSingleton(s => new GrantQueries(s.Get<CallerReads>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new TenantGrants(s.Get<CallerReads>(), s.Get<KeyRing>()));
        services.AddMembers();
        services.AddSingleton(s => new ShownPeople(s.Get<PublicKeys>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new LockPeople(s.Get<CallerReads>(), s.Get<ShownPeople>(), s.Get<RemovedLocks>()));
        services.AddSingleton(s => new PersonGrants(s.Get<CallerReads>(), s.Get<ShownPeople>()));
        services.AddSingleton(s => new GroupTurns(s.Get<CallerTurns>()));
        services.AddSingleton(s => new AddGroup(s.Get<GroupTurns>(), s.Get<WireIds>()));
        services.AddSingleton(s => new RenameGroup(s.Get<GroupTurns>()));
        services.AddSingleton(s => new DeleteGroup(s.Get<GroupTurns>()));
        services.AddSingleton(s => new SetLockGroup(s.Get<LockTurns>()));
        services.AddSingleton(s => new GroupQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new AddTenantGroup(s.Get<CallerTurns>(), s.Get<WireIds>()));
        services.AddSingleton(s => new ChangeTenantGroup(s.Get<TenantTurns>()));
        services.AddSingleton(s => new GroupLocks(s.Get<TenantTurns>()));
        services.AddSingleton(s => new TenantGroups(s.Get<CallerReads>()));

        // Credentials.
        services.AddSingleton(s => new CredentialTurns(s.Get<CallerTurns>(), s.Get<KeyRing>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new NewCredentials(s.Get<CallerTurns>(), s.Get<KeyRing>(), s.Get<WireIds>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new CreatePasscode(s.Get<NewCredentials>(), s.Get<IssueOfflinePasscode>(), s.Get<TellGuest>()));
        services.AddSingleton(s => new IssueOfflinePasscode(s.Get<CallerTurns>(), s.Get<KeyRing>(), s.Get<WireIds>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new EnrollCard(s.Get<NewCredentials>()));
        services.AddImports();
        services.AddSingleton(s => new RegisterFingerprint(s.Get<NewCredentials>()));
        services.AddSingleton(s => new ChangeCredential(s.Get<CredentialTurns>()));
        services.AddSingleton(s => new ChangePasscode(s.Get<ChangeCredential>()));
        services.AddSingleton(s => new RevokeCredential(s.Get<CredentialTurns>()));
        services.AddSingleton(s => new RevokePasscode(s.Get<RevokeCredential>(), s.Get<CredentialTurns>()));
        services.AddSingleton(s => new ClearCredentials(s.Get<CredentialTurns>()));
        services.AddSingleton(s => new RevealPasscode(s.Get<CredentialTurns>()));
        services.AddSingleton(s => new RevealRecords(s.Get<CallerTurns>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new CredentialQueries(s.Get<CallerReads>(), s.Get<RevealRecords>(), s.Get<KeyRing>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new DoorEvents(
            s.Get<CallerReads>(),
            s.Get<WireIdIndex>(),
            s.Get<KeyRing>(),
            s.Get<RevealRecords>(),
            s.Get<HistoryReads>()
        ));
        services.AddSingleton(s => new TenantCodes(s.Get<CallerReads>()));
        services.AddSingleton(s => new CodeQueries(s.Get<CallerReads>(), s.Get<RevealRecords>(), s.Get<KeyRing>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new PasscodeQueries(s.Get<CredentialQueries>()));
        services.AddSingleton(s => new AwaitEnrollment(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new PushCredential(
            s.Get<EnrollCard>(),
            s.Get<ChangeCredential>(),
            s.Get<RevokeCredential>(),
            s.Get<ClearCredentials>(),
            s.Get<AwaitEnrollment>()
        ));
        services.AddSingleton(s => new PushPasscode(s.Get<CreatePasscode>(), s.Get<RevokePasscode>(), s.Get<PushCredential>()));
        services.AddSingleton(s => new EraseRemovedCodes(s.Get<AccessDb>(), s.Clock()));

        // Gateways.
        services.AddSingleton(s => new GatewayTurns(s.Get<CallerTurns>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new GatewayQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new RenameGateway(s.Get<GatewayTurns>()));
        services.AddSingleton(s => new DeleteGateway(s.Get<GatewayTurns>()));
        services.AddSingleton(s => new TransferGateway(s.Get<GatewayTurns>(), s.Get<Receivers>()));
        services.AddSingleton(s => new ConfigureGateway(s.Get<GatewayTurns>()));

        services.AddLockers();

        // Links and what Fleet needs.
        services.AddSingleton(s => new PairLink(
            s.Get<CallerWrites>(),
            s.Get<KeyRing>(),
            s.Get<WireIds>(),
            s.Get<ICommandQueue>(),
            s.GetServices<ILockDriver>()
        ));
        services.AddSingleton(s => new RemoveLink(s.Get<CallerWrites>(), s.Get<WireIdIndex>(), s.Get<ICommandQueue>()));
        services.AddSingleton(s => new DeviceQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new LinkQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new LinkQueues(s.Get<CallerReads>()));
        services.AddSingleton(s => new DriverQueries(s.Get<CallerReads>(), s.GetServices<ILockDriver>()));
        services.AddSingleton(s => new LinkLeases(s.Get<AccessDb>()));
        services.AddSingleton(s => new LinkStore(s.Get<AccessDb>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new EnrollmentStore(s.Get<AccessDb>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new OfflineStore(s.Get<AccessDb>(), s.Get<KeyRing>(), s.Clock()));
        services.AddSingleton(s => new OpenCommands(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new AdoptDevices(s.Get<AccessDb>(), s.Get<WireIds>(), s.Get<NewLock>(), s.Clock()));
        services.AddSingleton<LiveNodes>();
        services.AddSingleton(s => new NodeSignals(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new EndCommand(s.Get<Journal>()));
        services.AddSingleton(s => new RelockStore(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new RecordReport(s.Get<Journal>(), s.Clock()));

        // The installation itself.
        services.TryAddSingleton(new ThisNode(Id: null));
        services.AddSingleton(s => new InstallationReads(s.Get<CallerReads>(), s.Get<Callers>()));
        services.AddSingleton(s => new ReadInstallation(s.Get<InstallationReads>(), s.Get<ThisNode>()));
        services.AddSingleton(s => new InstallationTenants(s.Get<InstallationReads>()));
        services.AddSingleton(s => new InstallationRefusals(s.Get<InstallationReads>(), s.Get<HistoryReads>()));
        services.AddSingleton(s => new OwnerTurns(s.Get<CallerTurns>(), s.Get<InviteMember>()));
        services.AddSingleton(s => new AddTenant(s.Get<OwnerTurns>(), s.Get<NewTenant>(), s.Get<NewSite>()));
        services.AddSingleton(s => new InviteTenantOwner(s.Get<OwnerTurns>(), s.Get<WireIdIndex>()));

        // What workers do.
        services.AddSingleton(s => new EndOverdueCommands(s.Get<AccessDb>(), s.Get<EndCommand>(), s.Clock()));
        services.AddSingleton(s => new TellTallies(s.Get<AccessDb>(), s.Get<RefusalCounts>(), s.Clock()));
        services.TryAddSingleton(new ExportedHeads(null));
        services.AddSingleton(s => new AuditVerification(s.Get<CallerReads>(), s.Get<CallerTurns>()));
        services.AddSingleton(s => new VerifyAskedChains(s.Get<AccessDb>(), s.Get<ExportedHeads>(), s.Clock()));
        services.AddSingleton(s => new MakeAuditMonths(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new HeadKeys(s.Get<AccessDb>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new SignHeads(
            s.Get<AccessDb>(),
            s.Get<HeadKeys>(),
            s.GetServices<IHeadSink>(),
            s.GetService<SignHeadsOptions>() ?? new SignHeadsOptions(),
            s.Clock()
        ));
        services.AddSingleton(s => new PruneRows(s.Get<AccessDb>(), s.GetService<PruneOptions>() ?? new PruneOptions(), s.Clock()));
        services.AddCards();
        services.AddEvents();
        services.AddAlerts();
        services.AddWebhooks();
        services.AddNotifications();
        services.AddReservations();
        services.AddReaders();
        services.AddAccounts();
        return services;
    }

    internal static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();

    internal static TimeProvider Clock(this IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}
