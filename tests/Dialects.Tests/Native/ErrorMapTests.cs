using System.Globalization;
using System.Text;
using Latchwork.Dialects.Native;
using Latchwork.Dialects.Native.Auth;
using Latchwork.Domain;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>RFC 9457, with a stable code for every refusal.</summary>
public sealed class ErrorMapTests
{
    [Fact]
    public void Every_refusal_has_an_answer_of_its_own()
    {
        var problems = Enum.GetValues<AccessErrorCode>()
            .Select(code => (Code: code, Problem: NativeErrors.Of(new AccessError(code, "Detail."))))
            .ToList();
        var table = new StringBuilder();
        problems.ForEach(p => table.Append(CultureInfo.InvariantCulture, $"{p.Code} {p.Problem.Status} {p.Problem.Code}\n"));

        Assert.Equal(problems.Count, problems.DistinctBy(p => p.Problem.Code).Count());
        Approved.Check("native/errors.txt", table.ToString().TrimEnd('\n'));
    }

    /// <summary>LG-2.</summary>
    [Fact]
    public void Only_a_machine_that_is_away_is_a_5xx() =>
        Assert.Equal(
            [AccessErrorCode.Unavailable],
            Enum.GetValues<AccessErrorCode>().Where(code => NativeErrors.Of(new AccessError(code, "")).Status >= 500)
        );

    [Theory]
    [InlineData("Bearer lw_0123456789ABCDEFGHIJabcdefghijXY", true)]
    [InlineData("bearer lw_0123456789ABCDEFGHIJabcdefghijXY", true)]
    [InlineData("lw_0123456789ABCDEFGHIJabcdefghijXY", false)]
    [InlineData("Bearer  lw_0123456789ABCDEFGHIJabcdefghijXY", false)]
    [InlineData("Bearer lw_0123456789ABCDEFGHIJabcdefghijX", false)]
    [InlineData("Bearer lw_0123456789ABCDEFGHIJabcdefghijX-", false)]
    [InlineData("Bearer sk-0123456789ABCDEFGHIJabcdefghijXY", false)]
    [InlineData("", false)]
    public void A_key_has_one_form(string header, bool isOne) => Assert.Equal(isOne, Bearer.Key(header) is not null);

    [Fact]
    public void Two_headers_are_no_credential()
    {
        const string key = "Bearer lw_0123456789ABCDEFGHIJabcdefghijXY";

        Assert.Null(Bearer.Key(new([key, key])));
    }
}
