using Latchwork.Dialects.Sifely.Auth;
using Microsoft.Extensions.Primitives;

namespace Latchwork.Dialects.Tests.Sifely;

/// <summary>Section 1.2 and AK-1.</summary>
public sealed class CredentialTests
{
    private const string Key = "sk-0123456789ABCDEFGHIJabcdefghijXY";

    [Theory]
    [InlineData(Key, Key, true)]
    [InlineData("0f8fad5bd9cb469fa165", "0f8fad5bd9cb469fa165", false)]
    [InlineData("Bearer 0f8fad5b", "0f8fad5b", false)]
    [InlineData("bearer 0f8fad5b", "0f8fad5b", false)]
    [InlineData("BEARER 0f8fad5b", "0f8fad5b", false)]
    [InlineData("SK-0123456789ABCDEFGHIJabcdefghijXY", "SK-0123456789ABCDEFGHIJabcdefghijXY", false)]
    public void A_key_is_sent_raw_and_a_token_raw_or_after_Bearer(string header, string secret, bool isKey)
    {
        var credential = Credential.Read(header, out var fault);

        Assert.Equal(new Credential(secret, isKey), credential);
        Assert.Equal(CredentialFault.None, fault);
    }

    [Theory]
    [InlineData("Bearer " + Key)]
    [InlineData("bearer  " + Key)]
    [InlineData("Bearer sk-")]
    public void A_key_after_Bearer_is_refused_with_a_word_of_help(string header)
    {
        Assert.Null(Credential.Read(header, out var fault));
        Assert.Equal(CredentialFault.KeyAfterBearer, fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("sk-")]
    [InlineData("sk-short")]
    [InlineData(Key + "x")]
    [InlineData(Key + " ")]
    [InlineData(Key + ", " + Key)]
    [InlineData("sk-0123456789ABCDEFGHIJabcdefghij-_")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer a b")]
    [InlineData("a,b")]
    [InlineData("t\u00f6ken")]
    public void Anything_else_is_no_credential(string header)
    {
        Assert.Null(Credential.Read(header, out var fault));
        Assert.Equal(CredentialFault.Absent, fault);
    }

    [Fact]
    public void Two_headers_are_none()
    {
        Assert.Null(Credential.Read(new StringValues([Key, Key]), out _));
        Assert.Null(Credential.Read(default, out _));
    }

    /// <summary>LG-1.</summary>
    [Fact]
    public void A_credential_does_not_show_its_secret() => Assert.Equal("key", new Credential(Key, IsKey: true).ToString());
}
