using System.Globalization;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Postgres;

/// <summary>The account that PostgreSQL runs as: the server's own, or a lesser one when that is root, which PostgreSQL refuses.</summary>
internal sealed record ClusterAccount(string Name, uint UserId, uint GroupId)
{
    private const string Distribution = "postgres";
    private const string Own = "latchwork";

    public bool IsOurs => UserId == Posix.UserId;

    /// <summary>A cluster that is there stays with the account that owns it, also when another account would be chosen today.</summary>
    public static async Task<ClusterAccount> ResolveAsync(string clusterFolder, CancellationToken cancel)
    {
        if (!Posix.IsRoot)
            return new ClusterAccount(Environment.UserName, Posix.UserId, 0);
        return await OwnerOfAsync(clusterFolder, cancel)
            ?? await FindAsync(Distribution, cancel)
            ?? await FindAsync(Own, cancel)
            ?? await CreateAsync(cancel);
    }

    /// <summary>The words of a command that runs as this account.</summary>
    public IReadOnlyList<string> Line(params IEnumerable<string> command) => IsOurs ? [.. command] : [.. SwitchAccount, .. command];

    /// <summary>Gives a file or folder that we made to this account.</summary>
    public void Take(string path)
    {
        if (!IsOurs)
            Posix.GiveTo(path, UserId, GroupId);
    }

    /// <summary>The first folder on the way to <paramref name="path"/>, itself included, that this account cannot enter.</summary>
    public async Task<string?> FirstClosedFolderAsync(string path, CancellationToken cancel)
    {
        var folders = new List<string>();
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
            folders.Insert(0, folder.FullName);
        const string firstClosed = """for folder; do [ -x "$folder" ] || { printf %s "$folder"; exit 1; }; done""";
        var answer = await Command.RunAsync(Line(["/bin/sh", "-c", firstClosed, "sh", .. folders]), cancel);
        return answer.Succeeded ? null : answer.Output;
    }

    private IEnumerable<string> SwitchAccount =>
        [
            "setpriv",
            $"--reuid={UserId.ToString(CultureInfo.InvariantCulture)}",
            $"--regid={GroupId.ToString(CultureInfo.InvariantCulture)}",
            "--init-groups",
            "--no-new-privs",
            "--",
        ];

    /// <summary>Null where there is no cluster, or where no account that PostgreSQL can run as owns it.</summary>
    private static async Task<ClusterAccount?> OwnerOfAsync(string clusterFolder, CancellationToken cancel) =>
        Posix.OwnerOf(clusterFolder) is { IsFolder: true, UserId: not 0 and var owner }
            ? await FindAsync(owner.ToString(CultureInfo.InvariantCulture), cancel)
            : null;

    /// <param name="account">Its name or its number.</param>
    private static async Task<ClusterAccount?> FindAsync(string account, CancellationToken cancel)
    {
        var answer = await Command.RunAsync(["getent", "passwd", account], cancel);
        if (!answer.Succeeded)
            return null;
        var fields = answer.Output.Split(':');
        return new ClusterAccount(
            fields[0],
            uint.Parse(fields[2], CultureInfo.InvariantCulture),
            uint.Parse(fields[3], CultureInfo.InvariantCulture)
        );
    }

    private static async Task<ClusterAccount> CreateAsync(CancellationToken cancel)
    {
        var answer = await Command.RunAsync(["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", Own], cancel);
        return await FindAsync(Own, cancel)
            ?? throw new StartRefusedException(
                $"PostgreSQL does not run as root, and the account '{Own}' to run it could not be made: {answer.Output}. Start the server as an ordinary user."
            );
    }
}
