using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Testing.ZWave;

namespace Latchwork.Drivers.Tests.Simulator;

/// <summary>Codes of ours against those of another program, written from docs/offline-codes.md in another language.</summary>
public sealed class OfflineSecondImplementationTests
{
    private const int Cases = 400;

    [Fact]
    public async Task Both_make_the_same_digits_and_read_the_same_from_any()
    {
        var seed = new Seed(21);
        var codes = Enumerable.Range(0, Cases).Select(_ => Any(seed)).ToList();
        var typed = Enumerable.Range(0, Cases).Select(_ => (Block: seed.Next(9), Digits: $"{seed.Next(OfflineLayout.Codes):D9}")).ToList();
        var secret = new OfflineSecret([.. Enumerable.Range(0, OfflineSecret.Size).Select(_ => (byte)seed.Next())]);

        string[] ours =
        [
            .. codes.Select(code => $"\"{secret.Encode(code).Reveal()}\""),
            .. typed.Select(one => Written(secret.Decode(PinDigits.Parse(one.Digits).Value, one.Block))),
        ];

        string[] asked =
        [
            .. codes.Select(code => Asked(secret, Written(code))),
            .. typed.Select(one => Asked(secret, $$"""{"block":{{one.Block}},"digits":"{{one.Digits}}"}""")),
        ];
        Assert.Equal(ours, await AskAsync(asked));
    }

    private static OfflineCode Any(Seed seed)
    {
        var shelf = seed.Pick(Enum.GetValues<OfflineShelf>());
        var size = OfflineLayout.SizeOf(shelf);
        return new OfflinePlace(shelf, seed.Next(size.Starts), seed.Next(size.Variants)).Code(seed.Next(200), seed.Next(size.Sequences));
    }

    private static string Asked(OfflineSecret secret, string question) =>
        $"{{\"secret\":\"{Convert.ToHexStringLower(secret.Reveal())}\",{question[1..]}";

    private static string Written(OfflineCode? code) =>
        code is not { } known
            ? "null"
            : JsonSerializer.Serialize(
                new
                {
                    epoch = known.Epoch,
                    shelf = $"{known.Shelf}",
                    start = known.Place.Start,
                    variant = known.Place.Variant,
                    sequence = known.Sequence,
                }
            );

    private static async Task<string[]> AskAsync(string[] questions)
    {
        var start = NodePackages.Node(Path.Combine(NodePackages.Folder("offline"), "codes.mjs"));
        using var node = NodePackages.Start(start);
        var said = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.StandardInput.WriteAsync(string.Join('\n', questions));
        node.StandardInput.Close();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
