using NemoVideo.Help.Metadata;
using NemoVideo.Help.Tests.Samples;

namespace NemoVideo.Help.Tests;

public sealed class CmdletReaderTests
{
    private static readonly IReadOnlyList<Cmdlet> Cmdlets = CmdletReader.Read(typeof(GetSampleCommand).Assembly.Location, []);

    private static Cmdlet Sample => Cmdlets.Single(cmdlet => cmdlet.Name == "Set-Sample");

    [Fact]
    public void Read_Assembly_ReturnsCmdletsInOrder() =>
        Assert.Equal(["Get-Sample", "Set-Sample"], Cmdlets.Select(cmdlet => cmdlet.Name));

    [Fact]
    public void Read_Cmdlet_ReturnsItsParametersBeforeThoseOfItsBase() =>
        Assert.Equal(["Path", "Id", "Colour", "Quality", "Force", "Count", "WhatIf", "Confirm"], Sample.Parameters.Select(parameter => parameter.Name));

    [Theory]
    [InlineData("Path", "String[]", "FullName,LP", "", true, "Path: True 0 True (ByPropertyName, ByValue)")]
    [InlineData("Id", "String", "", "", false, "Id: True Named False")]
    [InlineData("Colour", "SampleColour", "", "Red,Green", false, ": False Named False")]
    [InlineData("Quality", "String", "", "low,high", false, ": False Named False")]
    [InlineData("Force", "SwitchParameter", "", "", false, ": False Named False")]
    [InlineData("Count", "Int32", "", "", false, ": False Named False")]
    [InlineData("Confirm", "SwitchParameter", "cf", "", false, ": False Named False")]
    public void Read_Parameter_ReturnsItsMetadata(string name, string type, string aliases, string values, bool wildcards, string use)
    {
        var parameter = Sample.Parameters.Single(parameter => parameter.Name == name);

        Assert.Equal((type, aliases, values, wildcards), (parameter.TypeName, string.Join(',', parameter.Aliases), string.Join(',', parameter.AcceptedValues), parameter.AcceptsWildcards));
        Assert.Equal(use, string.Join('|', parameter.Uses.Select(found => $"{found.Set}: {found.IsMandatory} {found.PositionText} {found.PipelineText}")));
    }

    [Fact]
    public void Read_OutputTypes_ReturnsShortNamesAndNoneForVoid()
    {
        Assert.Equal(["FileInfo", "String"], Sample.OutputTypes);
        Assert.Equal(["None"], Cmdlets[0].OutputTypes);
    }

    [Fact]
    public void InSet_Parameters_AreThoseOfTheSetByPosition()
    {
        Assert.Equal(["Path", "Id"], Sample.Sets);
        Assert.Equal(
            ["Id", "Colour", "Quality", "Force", "Count", "WhatIf", "Confirm"], Sample.InSet("Id").Select(pair => pair.Parameter.Name));
    }
}
