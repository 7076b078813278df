using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Latchwork.Operations.Secrets;

/// <summary>Fetches the root key at start (KR-1). Its text form everywhere is 64 hex digits or the base64 of 32 bytes; white space around it is ignored.</summary>
public sealed class RootKeySource(RootKeyOptions options, string dataFolder, TimeProvider clock)
{
    /// <summary>In the data folder, where no setting names another place.</summary>
    public const string DefaultFile = "root.key";

    private const int LongestText = 200;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <exception cref="KeyRingException">There is no usable key there.</exception>
    public async Task<RootKey> LoadAsync(CancellationToken cancel)
    {
        var named = new[] { options.File is not null, options.Variable is not null, options.Command is not null }.Count(isSet => isSet);
        if (named > 1)
        {
            throw new KeyRingException("The root key comes from a file, a variable or a command: set one of them only.");
        }

        return options switch
        {
            { Variable: { } variable } => FromVariable(variable),
            { Command: { } command } => await FromCommandAsync(command, cancel),
            { File: { } file } => FromFile(file),
            _ => FromDefaultFile(Path.Combine(dataFolder, DefaultFile)),
        };
    }

    private static RootKey FromDefaultFile(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        return FromFile(path);
    }

    private static void Create(string path)
    {
        var text = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(2 * RootKey.Size, lowercase: true) + '\n');
        try
        {
            DurableFile.Write(path, text, replace: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another start was faster: its key is the key.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static RootKey FromFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new KeyRingException($"There is no root key file '{path}'.");
        }

        using var file = File.OpenHandle(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != UnixFileMode.None)
        {
            throw new KeyRingException($"The root key file '{path}' is open to other accounts: make its mode 0600.");
        }

        Span<byte> text = stackalloc byte[LongestText];
        var length = RandomAccess.Read(file, text, fileOffset: 0);
        return Parse(Encoding.Latin1.GetString(text[..length]), $"The root key file '{path}'");
    }

    private static RootKey FromVariable(string name)
    {
        var text = Environment.GetEnvironmentVariable(name) ?? throw new KeyRingException($"The variable '{name}' of the root key is not set.");
        Environment.SetEnvironmentVariable(name, null);
        return Parse(text, $"The variable '{name}'");
    }

    private async Task<RootKey> FromCommandAsync(IReadOnlyList<string> command, CancellationToken cancel)
    {
        if (command.Count == 0)
        {
            throw new KeyRingException("The command for the root key is empty.");
        }

        using var limit = new CancellationTokenSource(options.CommandLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var process = Start(command);
        try
        {
            var text = await ReadAsync(process, both.Token);
            return Parse(text, $"The output of '{command[0]}'");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new KeyRingException($"'{command[0]}' gave no root key within {options.CommandLimit.TotalSeconds:0} s.");
        }
        finally
        {
            End(process);
        }
    }

    private static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (System.ComponentModel.Win32Exception reason)
        {
            throw new KeyRingException($"'{command[0]}', which gives the root key, could not be started.", reason);
        }
    }

    private static async Task<string> ReadAsync(Process process, CancellationToken cancel)
    {
        var text = new char[LongestText];
        var length = await process.StandardOutput.ReadBlockAsync(text, cancel);
        if (length == LongestText)
        {
            throw new KeyRingException("The root key's command writes more than a key.");
        }

        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0
            ? new string(text, 0, length)
            : throw new KeyRingException($"The root key's command ended with {process.ExitCode}.");
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static RootKey Parse(string text, string source)
    {
        var trimmed = text.Trim();
        Span<byte> bytes = stackalloc byte[RootKey.Size];
        var isKey =
            trimmed.Length == 2 * RootKey.Size && Convert.FromHexString(trimmed, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            || trimmed.Length < 2 * RootKey.Size && Convert.TryFromBase64String(trimmed, bytes, out var length) && length == RootKey.Size;
        try
        {
            return isKey ? new RootKey(bytes) : throw new KeyRingException($"{source} is no root key: 64 hex digits or the base64 of 32 bytes.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
