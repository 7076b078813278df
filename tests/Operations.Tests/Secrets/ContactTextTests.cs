using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>KR-2.</summary>
public sealed class ContactTextTests
{
    [Theory]
    [InlineData("ann@example.com", "ann@example.com")]
    [InlineData("  Ann.B@Example.COM\t", "ann.b@example.com")]
    [InlineData("ÄNN@example.com", "änn@example.com")]
    [InlineData("ann", null)]
    [InlineData("@example.com", null)]
    [InlineData("ann@", null)]
    [InlineData("ann b@example.com", null)]
    [InlineData("", null)]
    public void An_email_address_is_matched_trimmed_and_without_case(string text, string? matched) =>
        Assert.Equal(matched, ContactText.Email(text) is { Error: null, Value: var contact } ? contact.Matched : null);

    [Theory]
    [InlineData("+81 90-1234-5678", "+819012345678")]
    [InlineData("+1 (415) 555.0100", "+14155550100")]
    [InlineData("0041 44 668 18 00", "+41446681800")]
    [InlineData("+1234567", "+1234567")]
    [InlineData("+123456789012345", "+123456789012345")]
    [InlineData("+123456", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("090-1234-5678", null)]
    [InlineData("+0123456789", null)]
    [InlineData("+81 90 1234 567x", null)]
    [InlineData("++819012345678", null)]
    [InlineData("+81901234567８", null)]
    public void A_telephone_number_is_matched_as_e164(string text, string? matched) =>
        Assert.Equal(matched, ContactText.Telephone(text) is { Error: null, Value: var contact } ? contact.Matched : null);

    [Fact]
    public void Addresses_and_document_numbers_are_matched_without_layout()
    {
        Assert.Equal("1 MAIN ST 8001 ZÜRICH", ContactText.PostalAddress(" 1 Main  St\r\n8001 Zürich").Matched);
        Assert.Equal("X1234567", ContactText.DocumentNumber("x-123 4567").Matched);
    }

    [Fact]
    public void A_contact_field_does_not_show_itself() => Assert.Equal("Email", ContactText.Email("ann@example.com").Value.ToString());
}
