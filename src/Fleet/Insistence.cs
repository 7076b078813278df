using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>How the holder of a link writes what has happened already, while the database comes and goes.</summary>
/// <param name="isLeft">Whether the link was left: then nothing is tried again.</param>
internal sealed partial class Insistence(TimeProvider clock, ILogger logger, Func<bool> isLeft)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Writes again and again: nobody may be told of an end, and no report be forgotten, that is not written. False when there was nothing to
    /// write, or the time is over, or the link was left.
    /// </summary>
    public async Task<bool> InsistAsync(Func<Task<bool>> write, TimeSpan limit)
    {
        var began = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await write();
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                WriteFailed(logger, broken.GetType().Name);
            }

            if (isLeft() || (limit != Timeout.InfiniteTimeSpan && clock.GetElapsedTime(began) >= limit))
            {
                return false;
            }

            await Task.Delay(pause, clock, CancellationToken.None);
        }
    }

    /// <summary>Writes once. A database that is away must not end the worker: the command's row stays open, and the next holder settles it.</summary>
    public async Task<T> TryAsync<T>(Func<Task<T>> write, T otherwise)
    {
        try
        {
            return await write();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            WriteFailed(logger, broken.GetType().Name);
            return otherwise;
        }
    }

    public Task TryAsync(Func<Task> write) =>
        TryAsync(
            async () =>
            {
                await write();
                return true;
            },
            false
        );

    [LoggerMessage(Level = LogLevel.Error, Message = "What a link told or did could not be written: {Exception}.")]
    private static partial void WriteFailed(ILogger logger, string exception);
}
