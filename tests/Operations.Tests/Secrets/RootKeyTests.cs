using System.Runtime.Versioning;
using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>KR-1, FS-2.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RootKeyTests : IDisposable
{
    private const string Hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private const string Base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder = Directory.CreateTempSubdirectory("latchwork-root-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_first_start_makes_a_key_file_for_the_owner_only_and_later_starts_read_it()
    {
        using var made = await LoadAsync(new RootKeyOptions());
        using var read = await LoadAsync(new RootKeyOptions());

        Assert.Equal(made.Name, read.Name);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(folder, "root.key")));
        Assert.Equal(["root.key"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Starts_at_the_same_moment_agree_on_one_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => LoadAsync(new RootKeyOptions()))));

        Assert.Single(keys.Select(key => key.Name).Distinct());
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task A_key_file_that_others_can_open_is_refused(UnixFileMode more)
    {
        (await LoadAsync(new RootKeyOptions())).Dispose();
        File.SetUnixFileMode(Path.Combine(folder, "root.key"), OwnerOnly | more);

        await RefusedAsync(new RootKeyOptions());
    }

    [Fact]
    public async Task A_named_file_is_read_and_never_made()
    {
        var file = Path.Combine(folder, "mine");
        await RefusedAsync(new RootKeyOptions { File = file });
        Assert.False(File.Exists(file));

        DurableFile.Write(file, "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F\n"u8, replace: false);
        using var key = await LoadAsync(new RootKeyOptions { File = file });
        Assert.Equal(NameOf(Hex), key.Name);
    }

    [Fact]
    public async Task A_variable_is_read_and_then_cleared()
    {
        const string Name = "LATCHWORK_TEST_ROOT_KEY";
        Environment.SetEnvironmentVariable(Name, Base64);

        using var key = await LoadAsync(new RootKeyOptions { Variable = Name });

        Assert.Equal(NameOf(Hex), key.Name);
        Assert.Null(Environment.GetEnvironmentVariable(Name));
        await RefusedAsync(new RootKeyOptions { Variable = Name });
    }

    [Fact]
    public async Task A_command_gives_the_key_on_its_standard_output()
    {
        using var key = await LoadAsync(new RootKeyOptions { Command = ["sh", "-c", $"echo {Hex}"] });

        Assert.Equal(NameOf(Hex), key.Name);
    }

    [Theory]
    [InlineData("echo short")]
    [InlineData($"echo {Hex}; exit 3")]
    [InlineData($"echo {Hex}00")]
    [InlineData("head -c 100000 /dev/zero")]
    [InlineData("")]
    public async Task A_command_that_fails_or_gives_no_key_is_refused_without_its_output(string script)
    {
        var error = await RefusedAsync(new RootKeyOptions { Command = ["sh", "-c", script] });

        Assert.DoesNotContain("00010203", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_ended()
    {
        var error = await RefusedAsync(new RootKeyOptions { Command = ["sleep", "60"], CommandLimit = TimeSpan.FromMilliseconds(100) });

        Assert.Contains("within", error.Message, StringComparison.Ordinal);
        await RefusedAsync(new RootKeyOptions { Command = ["/no/such/program"] });
        await RefusedAsync(new RootKeyOptions { Command = [] });
    }

    [Fact]
    public async Task Two_sources_at_once_are_refused() => await RefusedAsync(new RootKeyOptions { Variable = "A", File = "b" });

    [Fact]
    public void A_root_key_shows_only_its_name()
    {
        using var key = new RootKey(Convert.FromHexString(Hex));

        Assert.Equal($"root key {key.Name}", key.ToString());
        Assert.DoesNotContain(key.Name, Hex, StringComparison.Ordinal);
    }

    [Fact]
    public void A_durable_file_is_replaced_whole_or_not_at_all()
    {
        var file = Path.Combine(folder, "file");
        DurableFile.Write(file, "one"u8, replace: false);

        Assert.Throws<IOException>(() => DurableFile.Write(file, "two"u8, replace: false));
        Assert.Equal("one", File.ReadAllText(file));
        DurableFile.Write(file, "three"u8, replace: true);
        Assert.Equal("three", File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(folder));
    }

    private static string NameOf(string hex)
    {
        using var key = new RootKey(Convert.FromHexString(hex));
        return key.Name;
    }

    private Task<RootKey> LoadAsync(RootKeyOptions options) => new RootKeySource(options, folder, TimeProvider.System).LoadAsync(default);

    private Task<KeyRingException> RefusedAsync(RootKeyOptions options) => Assert.ThrowsAsync<KeyRingException>(() => LoadAsync(options));
}
