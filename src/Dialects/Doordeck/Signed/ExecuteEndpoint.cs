using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Signing;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary>The one route of all signed operations (8): a bearer token says who asks, a JWT of their key what they ask for.</summary>
internal static class ExecuteEndpoint
{
    public static void Map(DialectRoutes doordeck) =>
        doordeck.OfLock(AccessAct.Unlock).MapPost($"/device/{{{DoordeckEdge.LockId}}}/execute", ExecuteAsync);

    /// <summary>The body is recognised by its dots, whatever its content type: old clients call it JSON.</summary>
    private static async Task<DoordeckAnswer> ExecuteAsync(
        string lockId,
        DoordeckCaller caller,
        DoordeckInput given,
        SignedRequests requests,
        PerformOperation perform,
        RefuseSigned refuse,
        RemovedLocks removed,
        CancellationToken cancel
    )
    {
        var id = DoordeckInput.Id(WireIdKind.LockUuid, lockId);
        var refusal = (await requests.AcceptAsync(caller.Caller, id, given.Bytes, cancel)).IsRefused(out var unproven, out var accepted)
            ? unproven
            : (await perform.RunAsync(accepted, id, cancel)).Error;
        if (refusal?.Code == AccessErrorCode.Replayed)
        {
            await refuse.TellRepeatedAsync(caller.Caller, id, cancel);
        }

        return refusal is null ? AnswerTo(accepted!) : await removed.ToldAsync(refusal, caller.Caller, id, cancel);
    }

    /// <summary>8.6. What needs no device is done at once, and is called accepted all the same where its token reaches far ahead.</summary>
    private static DoordeckAnswer AnswerTo(SignedRequest request) =>
        request.IsForLater ? DoordeckAnswer.Accepted
        : request.Operation is SignedOperation.AddUsers ? DoordeckAnswer.Nothing
        : DoordeckAnswer.EmptyObject;
}
