using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Operations.Secrets;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Demo;

/// <summary>
/// The credentials of a demo: random, never fixed (KR-6), and the same at every start on one folder, because they are kept there in a file that only
/// its owner reads.
/// </summary>
internal sealed record DemoAccounts
{
    public required string Account { get; init; }

    public required string Password { get; init; }

    public required string OtherAccount { get; init; }

    public required string OtherPassword { get; init; }

    /// <summary>Known once the tenants are founded.</summary>
    public string? NativeKey { get; init; }

    /// <summary>An application of the TTLock wire.</summary>
    public string? AppClientId { get; init; }

    public string? AppClientSecret { get; init; }

    /// <summary>A key of the KEYVOX wire.</summary>
    public DemoPair? Keyvox { get; init; }

    public DemoPair? OtherKeyvox { get; init; }

    /// <summary>Of the app that makes the operator's codes (base32).</summary>
    public string? TotpSecret { get; init; }

    public Guid? Tenant { get; init; }

    public Guid? OtherTenant { get; init; }

    /// <summary>Of the plate at the first door (a random UUID, as plates are printed with).</summary>
    public string TileId { get; init; } = SecretMaker.Uuid4();

    /// <summary>People with whom a client may share; they have no account before.</summary>
    public string InviteeEmail { get; init; } = $"guest-{SecretMaker.Letters(6)}@latchwork.example";

    public string Invitee2Email { get; init; } = $"guest-{SecretMaker.Letters(6)}@latchwork.example";

    public override string ToString() => nameof(DemoAccounts);

    public static DemoAccounts Load(DataFolder folder)
    {
        var file = FileOf(folder);
        if (File.Exists(file))
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), DemoJson.Default.DemoAccounts)
                ?? throw new StartRefusedException($"{file} cannot be read. Remove the folder to begin a new demo.");
        }

        var made = new DemoAccounts
        {
            Account = $"demo-{SecretMaker.Hex(6)}@latchwork.example",
            Password = SecretMaker.Base62(20),
            OtherAccount = $"other-{SecretMaker.Hex(6)}@latchwork.example",
            OtherPassword = SecretMaker.Base62(20),
        };
        made.Save(folder);
        return made;
    }

    public void Save(DataFolder folder) =>
        DurableFile.Write(FileOf(folder), JsonSerializer.SerializeToUtf8Bytes(this, DemoJson.Default.DemoAccounts), replace: true);

    private static string FileOf(DataFolder folder) => Path.Combine(folder.Path, "demo.json");
}

/// <summary>A key and its secret.</summary>
internal sealed record DemoPair(string Key, string Secret)
{
    public override string ToString() => Key;
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoAccounts))]
internal sealed partial class DemoJson : JsonSerializerContext;
