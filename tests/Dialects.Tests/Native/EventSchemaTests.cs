using System.Text;
using Latchwork.Dialects.Native.Events;
using Latchwork.Domain.Audit;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>What is published of the types of events.</summary>
public sealed class EventSchemaTests
{
    /// <summary>A change of these is a promise broken, but for what is added.</summary>
    [Fact]
    public void The_types_are_as_approved()
    {
        var told = new StringBuilder();
        foreach (var type in EventTypes.All)
        {
            told.Append($"{type.Name} {type.Version}: {type.Says} {EventSchemas.Of(type)["properties"]!["data"]!["properties"]!.ToJsonString()}\n");
        }

        Approved.Check("native/event-types.txt", told.ToString().TrimEnd('\n'));
    }

    [Fact]
    public void A_name_means_one_type_and_a_group_all_that_begin_with_it()
    {
        Assert.Equal(EventTypes.All.Count, EventTypes.All.Select(type => type.Name).Distinct().Count());
        Assert.Equal([AuditKind.Unlock], EventTypes.Meant("lock.unlock").Select(type => type.Kind));
        Assert.Contains(AuditKind.BatteryLow, EventTypes.Meant("battery.*").Select(type => type.Kind));
        Assert.Empty(EventTypes.Meant("lock"));
        Assert.Empty(EventTypes.Meant("lock.un*"));
        Assert.Empty(EventTypes.Meant("*"));
        Assert.All(EventTypes.All, type => Assert.Matches("^[a-z][A-Za-z]*\\.[a-z][A-Za-z]*$", type.Name));
    }

    /// <summary>AU-6.</summary>
    [Theory]
    [InlineData("Front door", "\"Front door\"")]
    [InlineData("", "\"\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+49", "\"'+49\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@here", "\"'@here\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("The \"big\" one, left\nwing", "\"The \"\"big\"\" one, left\nwing\"")]
    public void A_cell_is_quoted_and_is_no_formula(string text, string cell) => Assert.Equal(cell, EventCsv.Quoted(text));
}
