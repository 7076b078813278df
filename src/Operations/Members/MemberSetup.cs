using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Members;

/// <summary>Who belongs to a tenant, and as what.</summary>
internal static class MemberSetup
{
    public static void AddMembers(this IServiceCollection services)
    {
        services.AddSingleton(s => new MemberTurns(s.Get<CallerTurns>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new MemberQueries(s.Get<CallerReads>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new InviteMember(s.Get<CallerTurns>(), s.Get<Receivers>(), s.Get<NewGuest>(), s.Get<NotificationOutbox>()));
        services.AddSingleton(s => new ChangeMemberRole(s.Get<MemberTurns>()));
        services.AddSingleton(s => new SwitchMember(s.Get<MemberTurns>()));
        services.AddSingleton(s => new RemoveMember(s.Get<MemberTurns>(), s.Get<NewLock>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
