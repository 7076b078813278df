using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Latchwork.Server.Hosting;

/// <summary>Who owns a path, and its permission bits. Symbolic links are not followed.</summary>
internal readonly record struct PathOwner(uint UserId, UnixFileMode Mode, bool IsFolder);

/// <summary>The few calls of libc that the base library does not offer.</summary>
internal static partial class Posix
{
    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private const int CurrentFolder = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint TypeModeAndUser = 0x1 | 0x2 | 0x8;
    private const int FileTypeMask = 0xF000;
    private const int FolderType = 0x4000;

    public static uint UserId => GetEffectiveUserId();

    public static bool IsRoot => UserId == 0;

    /// <summary>Owner of the path, or null where there is none.</summary>
    public static PathOwner? OwnerOf(string path)
    {
        if (StatX(CurrentFolder, path, DoNotFollowLinks, TypeModeAndUser, out var stat) != 0)
            return null;
        return new PathOwner(stat.UserId, (UnixFileMode)(stat.Mode & 0xFFF), (stat.Mode & FileTypeMask) == FolderType);
    }

    public static void GiveTo(string path, uint userId, uint groupId)
    {
        if (ChangeOwner(path, userId, groupId) != 0)
            throw Failure($"Could not change the owner of {path}");
    }

    /// <summary>Sends a signal. False when there is no such process.</summary>
    public static bool Signal(int pid, int signal) => pid > 0 && Kill(pid, signal) == 0;

    private static IOException Failure(string what) => new($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");

    /// <summary>struct statx of the kernel, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct KernelStat
    {
        [FieldOffset(20)]
        public uint UserId;

        [FieldOffset(28)]
        public ushort Mode;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out KernelStat stat);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint userId, uint groupId);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
