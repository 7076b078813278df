namespace Latchwork.Server.Postgres;

/// <summary>Where one cluster lives and what runs it. The data folder is ours; the run folder, with the socket, belongs to the account.</summary>
internal sealed record ClusterSite(string DataFolder, string RunFolder, ClusterAccount Account, PostgresBinaries Binaries)
{
    public const string OwnerRole = "latchwork";
    public const string DatabaseName = "latchwork";

    /// <summary>Belongs to <see cref="Account"/>, mode 700.</summary>
    public string ClusterFolder => ClusterFolderOf(DataFolder);

    public static string ClusterFolderOf(string dataFolder) => Path.Combine(dataFolder, "postgres");

    public string LogFile => Path.Combine(DataFolder, "postgres.log");

    public string AccessRules => Path.Combine(DataFolder, "postgres-access.conf");

    public string AccountMap => Path.Combine(DataFolder, "postgres-accounts.conf");

    public string ConnectionTo(string database) => $"Host={RunFolder};Username={OwnerRole};Database={database}";
}
