using System.Security.Cryptography;
using System.Text;

namespace Latchwork.Architecture.Tests.Sources;

/// <summary>A migration that was released runs on other people's data: it never changes again.</summary>
public sealed class MigrationTests
{
    private const string Folder = "src/Operations/Storage/Migrations";

    /// <summary>One line a released migration: its SHA-256, then its file name.</summary>
    private const string Released = "tests/Architecture.Tests/released-migrations.txt";

    [Fact]
    public void A_released_migration_is_unchanged() =>
        Offenders.None(
            from line in File.ReadAllLines(Path.Combine(SourceTree.Root, Released))
            where line.Length > 0 && !line.StartsWith('#')
            let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            let file = Path.Combine(SourceTree.Root, Folder, words[1])
            where !File.Exists(file) || Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(File.ReadAllText(file)))) != words[0]
            select words[1]
        );

    [Fact]
    public void Migrations_are_numbered_without_a_gap()
    {
        var numbers = SourceTree.Files(Folder, ".sql").Select(file => int.Parse(Path.GetFileName(file.Path)[..4]));
        Assert.Equal(Enumerable.Range(1, numbers.Count()), numbers);
    }
}
