using Latchwork.Testing;

namespace Latchwork.Server.Tests;

/// <summary>The one script, and what it brings.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("up", "--help")]
    [InlineData("demo", "--port", "0", "-h")]
    [InlineData("test", "--help")]
    public async Task Help_is_printed_where_nothing_can_be_installed_or_built(params string[] words)
    {
        var bare = new Dictionary<string, string?>
        {
            ["PATH"] = Programs.FolderOf("bash", "env", "dirname", "readlink", "cat", "sed", "id", "paste", "cut"),
            ["HOME"] = TestPaths.Fresh("home"),
        };
        var (exitCode, said) = await ShortProgram.RunAsync(Path.Combine(TestPaths.Repository, "latchwork"), words, bare);
        Assert.Equal(0, exitCode);
        Assert.Contains("--data DIR", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Postgres__Binaries")]
    [InlineData("LATCHWORK_POSTGRES_BIN")]
    public async Task A_named_folder_of_PostgreSQL_is_the_only_one_that_is_looked_at(string variable)
    {
        const string look = """home=$1; source "$1/scripts/common.sh"; source "$1/scripts/npm.sh"; source "$1/scripts/postgres.sh"; need_postgres""";
        var environment = new Dictionary<string, string?>
        {
            ["Postgres__Binaries"] = null,
            ["LATCHWORK_POSTGRES_BIN"] = null,
            ["ConnectionStrings__Latchwork"] = null,
            [variable] = "/usr/share",
        };
        var (exitCode, said) = await ShortProgram.RunAsync("bash", ["-c", look, "bash", TestPaths.Repository], environment);
        Assert.Equal(2, exitCode);
        Assert.Contains($"{variable} names /usr/share", said, StringComparison.Ordinal);
    }
}
