using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Latchwork.Dialects.Native.Document;

/// <summary>
/// What the comments in the source say of bodies and their members, from the documentation file that the compiler writes beside the assembly. Where that file is
/// gone, so are the descriptions.
/// </summary>
internal sealed partial class BodyComments
{
    private readonly Dictionary<string, string> summaries = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Member), string> members = [];

    public BodyComments()
    {
        var file = Path.Combine(AppContext.BaseDirectory, Path.ChangeExtension(typeof(BodyComments).Assembly.GetName().Name + ".dll", "xml"));
        foreach (var member in File.Exists(file) ? XDocument.Load(file).Descendants("member") : [])
        {
            Read(member.Attribute("name")?.Value ?? "", member);
        }
    }

    public string? Of(Type type) => summaries.GetValueOrDefault(NameOf(type));

    /// <param name="member">As the source names it.</param>
    public string? Of(Type type, string member) => members.GetValueOrDefault((NameOf(type), member));

    private void Read(string name, XElement member)
    {
        if (name.StartsWith("T:", StringComparison.Ordinal) && member.Element("summary") is { } summary)
        {
            summaries[name[2..]] = TextOf(summary);
        }

        // What is said of a record's members stands with its constructor.
        if (name.IndexOf(".#ctor", StringComparison.Ordinal) is > 0 and var end)
        {
            foreach (var parameter in member.Elements("param"))
            {
                members[(name[2..end], parameter.Attribute("name")!.Value)] = TextOf(parameter);
            }
        }
    }

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;

    private static string TextOf(XElement comment) => Gaps().Replace(string.Concat(comment.Nodes().Select(TextOf)), " ").Trim();

    private static string TextOf(XNode node) =>
        node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => see.Attribute("cref")?.Value.Split('.', ':', '(')[^1] ?? see.Attribute("langword")?.Value ?? "",
            XText text => text.Value,
            _ => "",
        };

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Gaps();
}
