using Latchwork.Domain;

namespace Latchwork.Operations.Clients;

/// <summary>What every key is given when it is made.</summary>
internal static class ClientFields
{
    private const int LongestName = 200;

    /// <param name="callsPerMinute">Null: as many as is usual.</param>
    public static AccessError? Refuse(string name, int? callsPerMinute) =>
        name.Trim().Length is 0 or > LongestName ? AccessError.Invalid($"A key needs a name of at most {LongestName} characters.", Noun.ApiClient)
        : callsPerMinute < 1 ? AccessError.Invalid("Calls in a minute are a whole number from 1.", Noun.ApiClient)
        : null;
}
