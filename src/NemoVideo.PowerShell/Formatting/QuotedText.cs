using System.Management.Automation.Language;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Writes a value as a command line takes it for a text, whatever quotes are in it: PowerShell ends a text at curly ones too.</summary>
internal static class QuotedText
{
    public static string Of(string value) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(value) + "'";
}
