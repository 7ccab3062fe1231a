namespace NemoVideo.Help.Maml;

/// <summary>The namespaces of PowerShell's help files.</summary>
internal static class MamlNames
{
    public const string HelpItems = "http://msh";
    public const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    public const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
}
