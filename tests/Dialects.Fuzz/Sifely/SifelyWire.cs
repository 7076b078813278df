namespace Latchwork.Dialects.Fuzz.Sifely;

/// <inheritdoc cref="IFuzzWire"/>
public sealed class SifelyWire(SifelyTarget target) : IFuzzWire
{
    private readonly SifelyRequests requests = new(target);

    public IReadOnlyList<FuzzRoute> Routes => target.Routes;

    public bool IsLogIn(FuzzRoute route) => SifelyRequests.IsLogIn(route.Path);

    public FuzzRequest Make(ulong seed, int number, bool mayLogIn) => requests.Make(seed, number, mayLogIn);

    public string? Broken(FuzzRequest request, HttpResponseMessage answer, string body) => SifelyRules.Broken(request, answer, body);

    public bool IsSuccess(HttpResponseMessage answer, string body) => SifelyRules.IsSuccess(answer, body);
}
