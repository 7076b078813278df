namespace Latchwork.Dialects.Fuzz.Keyvox;

/// <inheritdoc cref="IFuzzWire"/>
public sealed class KeyvoxWire(KeyvoxTarget target) : IFuzzWire
{
    private readonly KeyvoxRequests requests = new(target);

    public IReadOnlyList<FuzzRoute> Routes => target.Routes;

    /// <summary>This wire has none.</summary>
    public bool IsLogIn(FuzzRoute route) => false;

    /// <summary>But for the time in what is signed.</summary>
    public FuzzRequest Make(ulong seed, int number, bool mayLogIn) => requests.Make(seed, number);

    public string? Broken(FuzzRequest request, HttpResponseMessage answer, string body) => KeyvoxRules.Broken(request, answer, body);

    public bool IsSuccess(HttpResponseMessage answer, string body) => KeyvoxRules.IsSuccess(answer, body);
}
