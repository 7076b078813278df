using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>Locks that a phone sets up and speaks to (19.2).</summary>
internal static class PhoneLockEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.Own("add a lock").MapMethods("/v3/lock/initialize", SifelyDialect.GetAndPost, InitializeAsync);
        sifely.OfLock(AccessAct.ChangeSettings).MapMethods("/v3/lock/updateLockData", SifelyDialect.GetAndPost, UpdateAsync);
    }

    private static Task<SifelyAnswer> InitializeAsync(
        SifelyCaller caller,
        SifelyParameters given,
        InitializeLock initialize,
        CancellationToken cancel
    )
    {
        var phone = LockData.Of(given);
        if (given.Text("lockAlias") is { } alias)
        {
            phone = phone with { Name = alias };
        }

        WireId? group = given.Number31("groupId") is { } number ? WireId.Number(WireIdKind.GroupNumber, number) : null;
        return given.MadeAsync(
            () => initialize.RunAsync(caller.Caller, phone, group, cancel),
            made => new InitializedBody(made.Number, made.GrantNumber),
            SifelyJson.Wire.InitializedBody
        );
    }

    private static Task<SifelyAnswer> UpdateAsync(SifelyCaller caller, SifelyParameters given, UpdatePhoneData update, CancellationToken cancel)
    {
        var which = given.Lock();
        var phone = LockData.Of(given);
        return given.YesAsync(() => update.RunAsync(caller.Caller, which, phone, cancel));
    }
}

internal sealed record InitializedBody(long LockId, long KeyId);
