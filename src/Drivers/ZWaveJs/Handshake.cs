using System.Text.Json;
using Latchwork.Domain;
using Microsoft.Extensions.Logging;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>From a fresh connection to a network that is known: version, schema, state (devices.md 1a).</summary>
internal sealed record Handshake(ZWaveJsConnection Connection, string NetworkIdentity, int Schema, JsonElement State)
{
    private static readonly Outcome<Handshake> NotReady = Refusal("The Z-Wave server did not answer.");

    /// <summary>A refusal says in plain words why this server or network is not used; its connection is closed then.</summary>
    /// <param name="expected">The identity to insist on; null takes any.</param>
    public static async Task<Outcome<Handshake>> OpenAsync(
        Uri address,
        string? expected,
        ZWaveJsOptions options,
        TimeProvider clock,
        ILogger log,
        CancellationToken cancel
    )
    {
        using var limit = new CancellationTokenSource(options.ConnectWithin, clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var opened = await ZWaveJsConnection.OpenAsync(address, options, log, patience.Token);
        if (opened.IsRefused(out var error, out var connection))
        {
            return error;
        }

        var greeted = await GreetAsync(connection, expected, patience.Token);
        if (greeted.Error is not null)
        {
            await connection.DisposeAsync();
        }

        return greeted;
    }

    private static async Task<Outcome<Handshake>> GreetAsync(ZWaveJsConnection connection, string? expected, CancellationToken cancel)
    {
        if (await connection.GreetingAsync(cancel) is not { } version)
        {
            return connection.Ended.IsCancellationRequested ? Refusal(connection.EndedBecause) : NotReady;
        }

        if (version.UInt("homeId") is not { } homeId)
        {
            return Refusal("The Z-Wave server does not say which network it is.");
        }

        // The way in which Z-Wave writes home ids: eight hexadecimal digits.
        var identity = $"{homeId:x8}";
        if (expected is not null && expected != identity)
        {
            return Refusal($"The network has become another: {identity} instead of the one that was paired.");
        }

        var newest = version.Int("maxSchemaVersion") ?? 0;
        if (newest < ZWaveJsProtocol.OldestSchema || version.Int("minSchemaVersion") > ZWaveJsProtocol.NewestSchema)
        {
            return Refusal($"The Z-Wave server speaks no schema from {ZWaveJsProtocol.OldestSchema} to {ZWaveJsProtocol.NewestSchema}.");
        }

        return await ListenAsync(connection, identity, Math.Min(ZWaveJsProtocol.NewestSchema, newest), cancel);
    }

    private static async Task<Outcome<Handshake>> ListenAsync(ZWaveJsConnection connection, string identity, int schema, CancellationToken cancel)
    {
        var agreed = await connection.AskAsync(ZWaveJsProtocol.SetSchema(schema), cancel);
        var listening = agreed.Trouble is null ? await connection.AskAsync(ZWaveJsProtocol.StartListening(), cancel) : agreed;
        return listening.Trouble is null && listening.Result.Member("state") is { } state
            ? new Handshake(connection, identity, schema, state)
            : NotReady;
    }

    private static AccessError Refusal(string why) => new(AccessErrorCode.LinkOffline, why);
}
