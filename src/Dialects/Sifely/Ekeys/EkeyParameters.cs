using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Ids;

namespace Latchwork.Dialects.Sifely.Ekeys;

internal static class EkeyParameters
{
    public static WireId Ekey(this SifelyParameters given) => given.NamedBy(WireIdKind.GrantNumber, "keyId");

    /// <summary>Both dates are required; 0 is no bound (3.2).</summary>
    public static TimeWindow EkeyWindow(this SifelyParameters given)
    {
        given.RequiredWhole("startDate");
        given.RequiredWhole("endDate");
        return new TimeWindow(given.Instant("startDate"), given.Instant("endDate"));
    }

    /// <summary>1 yes; 2, and the 0 that samples show, no; null where it is not said.</summary>
    public static bool? YesOrNo(this SifelyParameters given, string name) => given.Whole(name) is { } number ? number == 1 : null;

    public static GrantAccessRequest Sending(this SifelyParameters given) =>
        new()
        {
            Lock = given.Lock(),
            Receiver = given.RequiredText("receiverUsername"),
            Name = given.RequiredText("keyName"),
            Window = given.EkeyWindow(),
            Remarks = given.Text("remarks"),
            CanUnlockRemotely = given.YesOrNo("remoteEnable") == true,
            IsDeputy = given.YesOrNo("keyRight") == true,
            InvitesUnknown = given.YesOrNo("createUser") == true,
        };

    /// <summary>The two documentations number rights and orders differently (5.4): 1 and 2 here, 0 and 1 there; 0 means the same in both.</summary>
    public static GrantsFilter Ekeys(this SifelyParameters given, Paging paging, bool isTTLock) =>
        new(paging.Request, isTTLock ? given.NamedOrder() : given.CountedOrder())
        {
            RunsTheLock = given.Whole("keyRight") switch
            {
                null => null,
                0 => false,
                1 => isTTLock,
                2 when !isTTLock => true,
                _ => given.Wrong<bool?>("keyRight"),
            },
            Search = given.Text("searchStr"),
        };

    private static GrantOrder CountedOrder(this SifelyParameters given) =>
        given.Whole("orderBy") switch
        {
            1 => GrantOrder.Number,
            null or 2 => GrantOrder.Oldest,
            3 => GrantOrder.LeastRecentlyChanged,
            _ => given.Wrong<GrantOrder>("orderBy"),
        };

    private static GrantOrder NamedOrder(this SifelyParameters given) =>
        given.Whole("orderBy") switch
        {
            0 => GrantOrder.Name,
            null or 1 => GrantOrder.Newest,
            2 => GrantOrder.NameDescending,
            _ => given.Wrong<GrantOrder>("orderBy"),
        };

    private static T? Wrong<T>(this SifelyParameters given, string name)
    {
        given.Refuse(SifelyError.Invalid($"'{name}' has no such value."));
        return default;
    }
}
