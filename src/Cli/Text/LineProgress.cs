namespace Latchwork.Cli.Text;

/// <summary>A line for each step, at once and in order.</summary>
internal sealed class LineProgress(TextWriter to) : IProgress<string>
{
    public void Report(string value) => to.WriteLine($"  {value}");
}
