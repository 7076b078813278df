using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Latchwork.Operations.Users;

/// <summary>
/// Fresh RSA-2048 public keys as SubjectPublicKeyInfo, without their private halves. Making one takes a good part of a second of a processor, so a few are
/// made ahead as soon as the first one was taken, and no more than <see cref="AtOnce"/> are made at a time, whoever asks.
/// </summary>
internal sealed class RsaKeyPool : IAsyncDisposable
{
    public const int Ahead = 16;

    private const int Bits = 2048;

    private static readonly int AtOnce = Math.Max(2, Environment.ProcessorCount - 1);

    private readonly ConcurrentQueue<byte[]> ready = new();
    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private Task filling = Task.CompletedTask;

    public int Ready => ready.Count;

    /// <summary>Those that are ready, and for the rest new ones.</summary>
    public async Task<byte[][]> TakeAsync(int count, CancellationToken cancel)
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => TakeAsync(cancel)));
        Refill();
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        Task last;
        lock (gate)
        {
            last = filling;
        }

        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closing.Dispose();
        places.Dispose();
    }

    private Task<byte[]> TakeAsync(CancellationToken cancel) => ready.TryDequeue(out var key) ? Task.FromResult(key) : MakeAsync(cancel);

    private async Task<byte[]> MakeAsync(CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        try
        {
            return await Task.Run(Make, cancel);
        }
        finally
        {
            places.Release();
        }
    }

    private void Refill()
    {
        lock (gate)
        {
            if (filling.IsCompleted && !closing.IsCancellationRequested)
            {
                filling = FillAsync(closing.Token);
            }
        }
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        while (ready.Count < Ahead)
        {
            ready.Enqueue(await MakeAsync(cancel));
        }
    }

    private static byte[] Make()
    {
        using var pair = RSA.Create(Bits);
        return pair.ExportSubjectPublicKeyInfo();
    }
}
