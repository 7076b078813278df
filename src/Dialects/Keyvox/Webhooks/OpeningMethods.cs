using System.Globalization;
using Latchwork.Dialects.Keyvox.Records;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Dialects.Keyvox.Webhooks;

/// <summary>The ways of opening (5.5) as histories tell them, and of what only webhooks tell: boxes, codes on their locks, and other controllers' commands.</summary>
internal static class OpeningMethods
{
    public const short Pin = 1;
    public const short Card = 2;
    public const short Button = 5;
    public const short ThumbTurn = 6;

    /// <summary>Applications, programs and QR codes.</summary>
    public const short Application = 9;

    public static IReadOnlyList<short> All { get; } = [Pin, Card, Button, ThumbTurn, Application];

    /// <summary>Null where there is no number for it: a lock that moved by itself, one that is gone.</summary>
    public static short? Of(EventFacts facts) =>
        facts switch
        {
            { Kind: AuditKind.CredentialProven or AuditKind.OpenBox, Shown: CredentialKind.Passcode } => Pin,
            { Kind: AuditKind.OpenBox, Shown: CredentialKind.Card } => Card,
            { Kind: AuditKind.OpenBox } => Application,
            { Kind: AuditKind.BoltMoved, Cause: MotionCause.Remote } => Application,
            _ => EventTypes.Of(facts).Type is { } told ? short.Parse(told, CultureInfo.InvariantCulture) : null,
        };
}
