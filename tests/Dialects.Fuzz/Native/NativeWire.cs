namespace Latchwork.Dialects.Fuzz.Native;

/// <inheritdoc cref="IFuzzWire"/>
public sealed class NativeWire(NativeTarget target) : IFuzzWire
{
    private readonly NativeRequests requests = new(target);

    public IReadOnlyList<FuzzRoute> Routes => target.Routes;

    /// <summary>Nobody logs in here; a password is hashed only for a token that was found.</summary>
    public bool IsLogIn(FuzzRoute route) => false;

    public FuzzRequest Make(ulong seed, int number, bool mayLogIn) => requests.Make(seed, number);

    public string? Broken(FuzzRequest request, HttpResponseMessage answer, string body) => NativeRules.Broken(request, answer, body);

    public bool IsSuccess(HttpResponseMessage answer, string body) => answer.IsSuccessStatusCode;
}
