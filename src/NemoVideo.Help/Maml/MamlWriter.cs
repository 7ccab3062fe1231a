using System.Xml.Linq;
using NemoVideo.Help.Metadata;
using NemoVideo.Help.Pages;
using static NemoVideo.Help.Maml.MamlElements;

namespace NemoVideo.Help.Maml;

/// <summary>
/// Writes the help file of all cmdlets from the metadata of the assembly and the text of the pages. The result doesn't depend on the
/// computer or the time.
/// </summary>
internal static class MamlWriter
{
    private const int TitleWidth = 64;

    public static string Write(IEnumerable<(Cmdlet Cmdlet, HelpPage Page)> documented)
    {
        XNamespace items = MamlNames.HelpItems;
        var root = new XElement(
            items + "helpItems",
            new XAttribute("schema", "maml"),
            documented.OrderBy(static pair => pair.Cmdlet.Name, StringComparer.Ordinal).Select(static pair => CommandOf(pair.Cmdlet, pair.Page)));
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString().ReplaceLineEndings("\n")}\n";
    }

    private static XElement CommandOf(Cmdlet cmdlet, HelpPage page) => new(
        CommandSpace + "command",
        new XAttribute(XNamespace.Xmlns + "maml", MamlSpace.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "command", CommandSpace.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "dev", DevSpace.NamespaceName),
        DetailsOf(cmdlet, page),
        Description(page.ParagraphsOf("DESCRIPTION")),
        new XElement(CommandSpace + "syntax", cmdlet.Sets.Select(set => SyntaxOf(cmdlet, set, page))),
        new XElement(CommandSpace + "parameters", cmdlet.Parameters
            .OrderBy(static parameter => parameter.Name, StringComparer.Ordinal)
            .Select(parameter => ParameterOf(parameter, parameter.Uses[0], page, isSyntax: false))),
        new XElement(CommandSpace + "inputTypes", page.PartsOf("INPUTS").Select(static part => TypeOf("inputType", part))),
        new XElement(CommandSpace + "returnValues", page.PartsOf("OUTPUTS").Select(static part => TypeOf("returnValue", part))),
        new XElement(MamlSpace + "alertSet", new XElement(MamlSpace + "alert", Paragraphs(page.ParagraphsOf("NOTES")))),
        new XElement(CommandSpace + "examples", page.Examples.Select(ExampleOf)),
        LinksOf(page));

    private static XElement DetailsOf(Cmdlet cmdlet, HelpPage page) => new(
        CommandSpace + "details",
        new XElement(CommandSpace + "name", cmdlet.Name),
        new XElement(CommandSpace + "verb", cmdlet.Name.Split('-')[0]),
        new XElement(CommandSpace + "noun", cmdlet.Name.Split('-')[1]),
        Description(page.ParagraphsOf("SYNOPSIS")));

    private static XElement SyntaxOf(Cmdlet cmdlet, string? set, HelpPage page) => new(
        CommandSpace + "syntaxItem",
        new XElement(MamlSpace + "name", cmdlet.Name),
        cmdlet.InSet(set).Select(pair => ParameterOf(pair.Parameter, pair.Use, page, isSyntax: true)));

    private static XElement ParameterOf(Parameter parameter, ParameterUse use, HelpPage page, bool isSyntax)
    {
        var text = page.Parameters.First(found => found.Name == parameter.Name);
        return new XElement(
            CommandSpace + "parameter",
            new XAttribute("required", use.IsMandatory ? "true" : "false"),
            new XAttribute("variableLength", parameter.TypeName.EndsWith("[]", StringComparison.Ordinal) ? "true" : "false"),
            new XAttribute("globbing", parameter.AcceptsWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", use.PipelineText),
            new XAttribute("position", use.PositionText.ToLowerInvariant()),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(MamlSpace + "name", parameter.Name),
            Description(text.Description),
            isSyntax && parameter.AcceptedValues.Count > 0
                ? new XElement(CommandSpace + "parameterValueGroup", parameter.AcceptedValues.Select(static value => ParameterValue(value, isRequired: false)))
                : null,
            isSyntax && parameter.IsSwitch ? null : ParameterValue(parameter.TypeName, isRequired: !parameter.IsSwitch),
            new XElement(DevSpace + "type", new XElement(MamlSpace + "name", parameter.TypeName), new XElement(MamlSpace + "uri")),
            new XElement(DevSpace + "defaultValue", text.DefaultValue));
    }

    /// <summary>The empty paragraph at the end separates the next example.</summary>
    private static XElement ExampleOf(PageExample example) => new(
        CommandSpace + "example",
        new XElement(MamlSpace + "title", Framed(example.Title)),
        new XElement(DevSpace + "code", string.Join("\n\n", example.Code.Concat(example.Output))),
        new XElement(DevSpace + "remarks", Paragraphs(example.Remarks.Append(""))));

    /// <summary>With dashes around it, as in PowerShell's own help.</summary>
    private static string Framed(string title)
    {
        var dashes = new string('-', Math.Max(2, (TitleWidth - title.Length - 2) / 2));
        return $"{dashes} {title} {dashes}";
    }

    /// <summary>Get-Help -Online opens the first link with a URL.</summary>
    private static XElement LinksOf(HelpPage page) => new(
        CommandSpace + "relatedLinks",
        page.Links.Select(static text => Link(text, "")).Prepend(Link("Online Version:", page.Online)));
}
