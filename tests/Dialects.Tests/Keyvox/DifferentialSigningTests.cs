using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>HM-10: what this server takes and refuses, against signers that were written apart from it.</summary>
public sealed class DifferentialSigningTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    private const int Seed = 7;

    [Theory]
    [InlineData(DifferentialSigner.Node, 10_000)]
    [InlineData(DifferentialSigner.OpenSsl, 300)]
    public async Task Requests_of_another_signer_are_taken_and_spoilt_ones_are_not(DifferentialSigner signer, int count)
    {
        var told = await DifferentialSigners.RunAsync(
            signer,
            house.Server.Http.BaseAddress!,
            house.Key,
            count,
            Seed,
            TestContext.Current.CancellationToken
        );

        Assert.True(told is { Requests: var asked, Disagreements: 0 } && asked == count, told.Text);
    }
}
