using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>What the server answered to one request: a result, or what was in the way.</summary>
internal readonly record struct ZWaveJsAnswer(JsonElement Result, ZWaveJsTrouble? Trouble)
{
    public static ZWaveJsAnswer Of(JsonElement result) => new(result, null);

    public static implicit operator ZWaveJsAnswer(Hindrance hindrance) => new(default, new ZWaveJsTrouble(hindrance));
}

internal enum Hindrance
{
    /// <summary>The line was down already.</summary>
    NotSent,

    /// <summary>The line broke after sending.</summary>
    LineBroke,

    /// <summary>No answer in time.</summary>
    Silence,

    /// <summary>The caller stopped waiting.</summary>
    CallerLeft,

    /// <summary>The radio has no acknowledgement, or the question no answer. The lock may have heard and acted all the same.</summary>
    OutOfReach,

    NoSuchNode,
    Unsupported,
    BadArgument,

    /// <summary>Anything else that the server calls an error.</summary>
    ServerError,
}

/// <summary>Why a request has no result. What it means depends on what was asked: a question, a write or a motion (devices.md 1f).</summary>
/// <param name="Code">The server's number of the error, safe to show; its message is not (it may hold what was sent).</param>
internal sealed record ZWaveJsTrouble(Hindrance Hindrance, int? Code = null)
{
    /// <summary>After a question nothing can have been done.</summary>
    public DeviceAnswer AfterQuestion() =>
        Hindrance switch
        {
            Hindrance.NotSent or Hindrance.LineBroke => Offline,
            Hindrance.CallerLeft => DeviceAnswer.Unknown("The caller did not wait for the answer.", EvidenceRung.None),
            Hindrance.Silence or Hindrance.OutOfReach or Hindrance.ServerError => DeviceAnswer.Failed(
                AccessErrorCode.DeviceOffline,
                $"The lock did not answer{Number}."
            ),
            _ => Refused(),
        };

    /// <summary>After a write or a motion only a refusal of the server itself proves that nothing was done.</summary>
    /// <param name="evidence">What an unknown end proves.</param>
    public DeviceAnswer AfterAct(EvidenceRung evidence) =>
        Hindrance switch
        {
            Hindrance.NotSent => Offline,
            Hindrance.NoSuchNode or Hindrance.Unsupported or Hindrance.BadArgument => Refused(),
            _ => DeviceAnswer.Unknown($"It was sent, and its end is not known{Number}.", evidence),
        };

    private DeviceAnswer Refused() =>
        Hindrance switch
        {
            Hindrance.NoSuchNode => DeviceAnswer.Failed(AccessErrorCode.NotFound, "The network has no such device."),
            Hindrance.Unsupported => DeviceAnswer.Failed(AccessErrorCode.Unsupported, $"The lock cannot do this{Number}."),
            _ => DeviceAnswer.Failed(AccessErrorCode.Invalid, $"The lock does not take this{Number}."),
        };

    private string Number => Code is { } code ? $" (ZW{code:0000})" : "";

    private static DeviceAnswer Offline => DeviceAnswer.Failed(AccessErrorCode.LinkOffline, "The Z-Wave server is not connected.");

    /// <summary>Reads a <c>result</c> frame that says <c>success:false</c>.</summary>
    public static ZWaveJsTrouble Read(JsonElement frame) =>
        frame.Text("errorCode") switch
        {
            "zwave_error" => OfZWave(frame.Int("zwaveErrorCode")),
            "node_not_found" => new(Hindrance.NoSuchNode),
            "endpoint_not_found" or "unknown_command" or "schema_incompatible" => new(Hindrance.Unsupported),
            "invalid_params_passed_to_command" => new(Hindrance.BadArgument),
            _ => new(Hindrance.ServerError),
        };

    private static ZWaveJsTrouble OfZWave(int? code) =>
        code switch
        {
            201 or 202 or 204 or 205 => new(Hindrance.OutOfReach, code),
            302 => new(Hindrance.Unsupported, code),
            322 => new(Hindrance.BadArgument, code),
            _ => new(Hindrance.ServerError, code),
        };
}
