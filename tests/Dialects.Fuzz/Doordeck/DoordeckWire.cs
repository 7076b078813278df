namespace Latchwork.Dialects.Fuzz.Doordeck;

/// <inheritdoc cref="IFuzzWire"/>
public sealed class DoordeckWire(DoordeckTarget target) : IFuzzWire
{
    private readonly DoordeckRequests requests = new(target);

    public IReadOnlyList<FuzzRoute> Routes => target.Routes;

    public bool IsLogIn(FuzzRoute route) => DoordeckRequests.IsLogIn(route);

    /// <summary>But for the time in what is signed.</summary>
    public FuzzRequest Make(ulong seed, int number, bool mayLogIn) => requests.Make(seed, number, mayLogIn);

    public string? Broken(FuzzRequest request, HttpResponseMessage answer, string body) => DoordeckRules.Broken(request, answer, body);

    public bool IsSuccess(HttpResponseMessage answer, string body) => answer.IsSuccessStatusCode || (int)answer.StatusCode == 303;
}
