namespace Latchwork.Operations.SetUp;

/// <summary>Whether the server was set up (KR-6). Once it is, it stays so; other nodes learn it by <see cref="LearnSetUp"/>.</summary>
public sealed class SetUpState
{
    private volatile bool isSetUp;

    public bool IsSetUp
    {
        get => isSetUp;
        internal set => isSetUp = value;
    }
}
