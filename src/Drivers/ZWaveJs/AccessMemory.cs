namespace Latchwork.Drivers.ZWaveJs;

/// <summary>How a lock keeps its codes.</summary>
internal enum AccessKind
{
    None,

    /// <summary>Class 99 behind the access control API: the user is the slot.</summary>
    UserCode,

    /// <summary>Class 99 without that API.</summary>
    PlainUserCode,

    /// <summary>Class 131: users who own credentials.</summary>
    UserCredential,
}

/// <summary>What a lock can keep, from its interview. An empty list of types with a kind means that the interview failed.</summary>
internal sealed record AccessMemory(AccessKind Kind, IReadOnlyDictionary<CredentialType, SlotRange> Types)
{
    public static AccessMemory None { get; } = new(AccessKind.None, new Dictionary<CredentialType, SlotRange>());

    public bool InterviewFailed => Kind != AccessKind.None && Types.Count == 0;

    public SlotRange? Of(CredentialType type) => Types.GetValueOrDefault(type);

    /// <summary>Asks the server's memory; no radio.</summary>
    public static async Task<AccessMemory?> LoadAsync(Exchange exchange, int node, NodeFacts facts)
    {
        var (supported, trouble) = await exchange.AskAsync(ZWaveJsProtocol.AccessControl(node, "is_supported"));
        if (trouble is not null)
        {
            return null;
        }

        if (supported.Bool("supported") == true)
        {
            return await LoadCapabilitiesAsync(exchange, node);
        }

        return facts.Has(CommandClass.UserCode) && facts.PlainUserCodes is { } codes
            ? new AccessMemory(AccessKind.PlainUserCode, new Dictionary<CredentialType, SlotRange> { [CredentialType.Pin] = codes })
            : None;
    }

    private static async Task<AccessMemory?> LoadCapabilitiesAsync(Exchange exchange, int node)
    {
        var (users, usersTrouble) = await exchange.AskForAsync("capabilities", ZWaveJsProtocol.AccessControl(node, "get_user_capabilities_cached"));
        var (credentials, credentialsTrouble) = await exchange.AskForAsync(
            "capabilities",
            ZWaveJsProtocol.AccessControl(node, "get_credential_capabilities_cached")
        );
        if (usersTrouble is not null || credentialsTrouble is not null)
        {
            return null;
        }

        var types = new Dictionary<CredentialType, SlotRange>();
        foreach (var type in credentials?.Members("supportedCredentialTypes") ?? [])
        {
            if (Enum.TryParse<CredentialType>(type.Name, out var known) && type.Value.Int("numberOfCredentialSlots") is > 0 and var slots)
            {
                types[known] = new SlotRange(slots, type.Value.Int("minCredentialLength") ?? 4, type.Value.Int("maxCredentialLength") ?? 10);
            }
        }

        var withoutCredentials = users?.Bool("supportsUsersWithoutCredentials") == true;
        return new AccessMemory(withoutCredentials ? AccessKind.UserCredential : AccessKind.UserCode, types);
    }
}

/// <summary>Who owns which credential on one lock, as far as we heard. On User Code locks the user is the slot.</summary>
internal sealed class CredentialOwners
{
    private readonly Dictionary<(CredentialType Type, int Slot), int> users = [];

    public int? Of(CredentialType type, int slot) => users.TryGetValue((type, slot), out var user) ? user : null;

    /// <summary>Users from 1; zero is nobody, and takes the entry away.</summary>
    public void Put(CredentialType type, int slot, int user)
    {
        if (user > 0)
        {
            users[(type, slot)] = user;
        }
        else
        {
            users.Remove((type, slot));
        }
    }

    /// <summary>The one slot of that type that the user owns; null where it is none or several.</summary>
    public int? OnlySlotOf(int user, CredentialType type) => Only([.. SlotsOf(user).Where(one => one.Type == type)])?.Slot;

    /// <summary>The one credential of any type that the user owns; null where it is none or several.</summary>
    public (CredentialType Type, int Slot)? OnlyOneOf(int user) => Only([.. SlotsOf(user)]);

    public IReadOnlyList<(CredentialType Type, int Slot)> RemoveUser(int user)
    {
        List<(CredentialType Type, int Slot)> owned = [.. SlotsOf(user)];
        owned.ForEach(one => users.Remove(one));
        return owned;
    }

    public void Clear() => users.Clear();

    private IEnumerable<(CredentialType Type, int Slot)> SlotsOf(int user) => users.Where(one => one.Value == user).Select(one => one.Key);

    private static (CredentialType Type, int Slot)? Only(List<(CredentialType Type, int Slot)> owned) => owned is [var one] ? one : null;
}
