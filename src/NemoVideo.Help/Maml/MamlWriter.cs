using System.Xml.Linq;

namespace NemoVideo.Help.Maml;

/// <summary>Writes the help file of all cmdlets. The result depends only on the assembly and the pages, not on the computer.</summary>
internal static class MamlWriter
{
    private const int TitleWidth = 64;

    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IEnumerable<(Cmdlet Cmdlet, HelpPage Page)> documented, string projectUrl)
    {
        var root = new XElement(
            Items + "helpItems",
            new XAttribute("schema", "maml"),
            documented
                .OrderBy(static pair => pair.Cmdlet.Name, StringComparer.Ordinal)
                .Select(pair => CommandOf(pair.Cmdlet, pair.Page, projectUrl)));

        // Without indentation, the compressed file is 9 % smaller.
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString(SaveOptions.DisableFormatting).ReplaceLineEndings("\n")}\n";
    }

    private static XElement CommandOf(Cmdlet cmdlet, HelpPage page, string projectUrl) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "command", Command.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "dev", Dev.NamespaceName),
        DetailsOf(cmdlet, page),
        Description(page["DESCRIPTION"].Paragraphs),
        new XElement(Command + "syntax", cmdlet.Sets.Select(set => SyntaxOf(cmdlet, set, page))),
        new XElement(Command + "parameters", cmdlet.Parameters
            .OrderBy(static parameter => parameter.Name, StringComparer.Ordinal)
            .Select(parameter => ParameterOf(parameter, parameter.Uses[0], page, isSyntax: false))),
        new XElement(Command + "inputTypes", page["INPUTS"].Parts.Select(static part => TypeOf("inputType", part))),
        new XElement(Command + "returnValues", page["OUTPUTS"].Parts.Select(static part => TypeOf("returnValue", part))),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(
            projectUrl.Length > 0 ? page["NOTES"].Paragraphs
                : page["NOTES"].Paragraphs.Append($"See also: {string.Join(", ", page.Links)}.")))),
        new XElement(Command + "examples", page["EXAMPLES"].Parts.Select(ExampleOf)),

        // Get-Help offers -Online if there are links, whatever they are (PSFramework 182).
        projectUrl.Length == 0 ? null : new XElement(
            Command + "relatedLinks",
            page.Links.Select(static name => Link(name))
                .Prepend(Link("Online version", $"{projectUrl}/blob/HEAD/docs/en-US/{cmdlet.Name}.md"))));

    private static XElement DetailsOf(Cmdlet cmdlet, HelpPage page) => new(
        Command + "details",
        new XElement(Command + "name", cmdlet.Name),
        new XElement(Command + "verb", cmdlet.Name.Split('-')[0]),
        new XElement(Command + "noun", cmdlet.Name.Split('-')[1]),
        Description(page["SYNOPSIS"].Paragraphs));

    private static XElement SyntaxOf(Cmdlet cmdlet, string? set, HelpPage page) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.InSet(set).Select(pair => ParameterOf(pair.Parameter, pair.Use, page, isSyntax: true)));

    private static XElement ParameterOf(Parameter parameter, ParameterUse use, HelpPage page, bool isSyntax)
    {
        var text = page["PARAMETERS"].Parts.First(part => part.Title == "-" + parameter.Name);
        var values = isSyntax ? parameter.AcceptedValues : [];
        return new XElement(
            Command + "parameter",
            new XAttribute("required", use.IsMandatory),
            new XAttribute("variableLength", parameter.TypeName.EndsWith("[]", StringComparison.Ordinal)),
            new XAttribute("globbing", parameter.AcceptsWildcards),
            new XAttribute("pipelineInput", use.PipelineText),
            new XAttribute("position", use.PositionText.ToLowerInvariant()),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Description(text.Paragraphs),
            values.Count == 0 ? null
                : new XElement(Command + "parameterValueGroup", values.Select(static value => ParameterValue(value, isRequired: false))),
            isSyntax && parameter.IsSwitch ? null : ParameterValue(parameter.TypeName, isRequired: !parameter.IsSwitch),
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")));
    }

    /// <summary>The title has dashes around it, as in PowerShell's own help. The empty paragraph separates the next example.</summary>
    private static XElement ExampleOf(Section example)
    {
        var dashes = new string('-', Math.Max(2, (TitleWidth - example.Title.Length - 2) / 2));
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", $"{dashes} {example.Title} {dashes}"),
            new XElement(Dev + "code", string.Join("\n\n", example.Code.Select(static block => block.Lines))),
            new XElement(Dev + "remarks", Paragraphs(example.Paragraphs.Append(""))));
    }

    private static XElement Description(IEnumerable<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) =>
        paragraphs.Select(static text => new XElement(Maml + "para", text));

    private static XElement ParameterValue(string text, bool isRequired) => new(
        Command + "parameterValue", new XAttribute("required", isRequired), new XAttribute("variableLength", false), text);

    private static XElement TypeOf(string element, Section part) => new(
        Command + element, new XElement(Dev + "type", new XElement(Maml + "name", part.Title)), Description(part.Paragraphs));

    private static XElement Link(string text, string uri = "") => new(
        Maml + "navigationLink", new XElement(Maml + "linkText", text), new XElement(Maml + "uri", uri));
}
