using System.Runtime.CompilerServices;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

public sealed class TestDatabaseTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [ModuleInitializer]
    internal static void NameTheTemplate() =>
        TestDatabase.PrepareTemplateWith(connection => Servers.AskAsync(connection, "create table prepared as select 42 as answer"));

    [Fact]
    public async Task A_test_database_is_a_copy_of_the_template()
    {
        Assert.Equal("42", await Servers.AskAsync(database.ConnectionString, "select answer from prepared"));
    }

    [Fact]
    public async Task What_one_copy_changes_another_does_not_see()
    {
        await using var first = await TestDatabase.CreateAsync();
        await using var second = await TestDatabase.CreateAsync();
        await Servers.AskAsync(first.ConnectionString, "update prepared set answer = 7");
        Assert.Equal("42", await Servers.AskAsync(second.ConnectionString, "select answer from prepared"));
    }
}
