using System.Runtime.CompilerServices;

namespace Latchwork.Cli.Api;

/// <summary>The server's stream of events, read on after every break from where it was.</summary>
/// <param name="filter">More of the query, each with <c>&amp;</c> in front.</param>
internal sealed class EventStream(NativeClient server, string filter)
{
    private const string Id = "id: ";
    private const string Data = "data: ";

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private string? last;

    /// <summary>Each event as it came, a line of JSON.</summary>
    /// <exception cref="RefusedException">The server wants nothing more of this key, or was never there.</exception>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            using var lines = await OpenAsync(cancel);
            while (await NextAsync(lines, cancel) is { } line)
            {
                if (line.StartsWith(Id, StringComparison.Ordinal))
                {
                    last = line[Id.Length..];
                }
                else if (line.StartsWith(Data, StringComparison.Ordinal))
                {
                    yield return line[Data.Length..];
                }
            }

            await Task.Delay(Again, TimeProvider.System, cancel);
        }
    }

    /// <summary>A server that was there once is waited for.</summary>
    private async Task<StreamReader> OpenAsync(CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return new StreamReader(await server.OpenAsync($"events/stream?follow=true{filter}", last, cancel));
            }
            catch (RefusedException away) when (last is not null && away.ExitCode != ExitCodes.Refused)
            {
                await Task.Delay(Again, TimeProvider.System, cancel);
            }
        }
    }

    /// <summary>Null where the connection ended.</summary>
    private static async Task<string?> NextAsync(StreamReader lines, CancellationToken cancel)
    {
        try
        {
            return await lines.ReadLineAsync(cancel);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return null;
        }
    }
}
