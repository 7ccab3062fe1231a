using System.Xml.Linq;
using NemoVideo.Help.Pages;

namespace NemoVideo.Help.Maml;

/// <summary>The elements of a help file.</summary>
internal static class MamlElements
{
    public static readonly XNamespace MamlSpace = MamlNames.Maml;
    public static readonly XNamespace CommandSpace = MamlNames.Command;
    public static readonly XNamespace DevSpace = MamlNames.Dev;

    public static XElement Description(IEnumerable<string> paragraphs) => new(MamlSpace + "description", Paragraphs(paragraphs));

    public static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(static text => new XElement(MamlSpace + "para", text));

    public static XElement ParameterValue(string text, bool isRequired) => new(
        CommandSpace + "parameterValue",
        new XAttribute("required", isRequired ? "true" : "false"),
        new XAttribute("variableLength", "false"),
        text);

    public static XElement TypeOf(string element, Section part) => new(
        CommandSpace + element,
        new XElement(DevSpace + "type", new XElement(MamlSpace + "name", part.Title)),
        Description(part.Paragraphs));

    public static XElement Link(string text, string address) => new(
        MamlSpace + "navigationLink", new XElement(MamlSpace + "linkText", text), new XElement(MamlSpace + "uri", address));
}

/// <summary>The namespaces of PowerShell's help files.</summary>
internal static class MamlNames
{
    public const string HelpItems = "http://msh";
    public const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    public const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
}
