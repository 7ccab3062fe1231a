using System.Reflection;
using System.Text.RegularExpressions;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Files;
using NemoVideo.Repository.Tests.Payloads;
using NemoVideo.Repository.Tests.SupplyChain;

namespace NemoVideo.Repository.Tests.Code;

/// <summary>What the compiled code contains, and what it must not contain.</summary>
public sealed partial class CompiledCodeTests
{
    private static readonly string[] CertificateSwitches =
        ["RemoteCertificateValidationCallback", "ServerCertificateCustomValidationCallback", "ServerCertificateValidationCallback", "DangerousAccept",
            "CertificateRevocationCheckMode", "X509ChainPolicy"];

    private static readonly BuiltProject Cmdlets = BuiltProject.Of("NemoVideo.PowerShell");

    public static TheoryData<NemoAction> Actions => [.. Enum.GetValues<NemoAction>().Where(static one => one != NemoAction.None)];

    public static TheoryData<string> Events =>
        [.. typeof(AgentEvent).Assembly.GetExportedTypes().Where(static type => type.BaseType == typeof(AgentEvent)).Select(static type => type.Name)];

    /// <summary>The PowerShell layer adds the command to each action.</summary>
    [Theory]
    [InlineData("NemoVideo.Client")]
    [InlineData("NemoVideo.Pictures")]
    [InlineData("NemoVideo.Language")]
    public void Texts_Library_DoNotContainCmdletsOrParameters(string project)
    {
        var texts = BuiltProject.Of(project).Uses.Where(static use => use.Text is not null).ToList();

        Assert.NotEmpty(texts);
        Assert.DoesNotContain(texts, static use => CommandName().IsMatch(use.Text!));
    }

    /// <summary>An action without a command would leave the user without advice.</summary>
    [Theory]
    [MemberData(nameof(Actions))]
    public void Advice_EachAction_HasACommand(NemoAction action) =>
        Assert.NotNull(Cmdlets.Assembly.GetType("NemoVideo.PowerShell.Advice", throwOnError: true)!
            .GetMethod("CommandFor", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, [action, null]));

    /// <summary>Without an output class, the cmdlets would return the event as an unknown one.</summary>
    [Theory]
    [MemberData(nameof(Events))]
    public void OutputClass_EachEvent_IsCreated(string name)
    {
        var used = Cmdlets.Uses.Where(static use => use.File == "Edits/EventFactory.cs").Select(static use => use.Type?.Name).ToList();

        Assert.Contains(name, used);
        Assert.Contains(name == nameof(EditResult) ? "NemoEditResult" : "Nemo" + name, used);
    }

    /// <summary>A pure library: it knows neither the client nor PowerShell.</summary>
    [Fact]
    public void Language_References_NoOtherProject() =>
        Assert.DoesNotContain(BuiltProject.Of("NemoVideo.Language").Assembly.GetReferencedAssemblies(), static one => one.Name!.StartsWith("NemoVideo.", StringComparison.Ordinal));

    /// <summary>The language library has its own list, since it references no other project.</summary>
    [Fact]
    public void Extensions_OfClientAndLanguage_AreEqual()
    {
        var reader = BuiltProject.Of("NemoVideo.Language").Assembly.GetType("NemoVideo.Language.Sentences.AddressReader", throwOnError: true)!;

        Assert.Equal(MediaType.AcceptedExtensions.Replace(", ", "|"), reader.GetField("MediaExtensions")!.GetRawConstantValue());
    }

    [Fact]
    public void Module_NeverChangesCertificateValidation()
    {
        var files = Directory.GetFiles(Path.Combine(ShippedPackages.Module, "bin"), "NemoVideo.*.dll", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, static path =>
        {
            using var file = new AssemblyFile(path);
            var members = file.Metadata.MemberReferences.Select(one => file.Metadata.GetMemberReference(one).Name);
            var types = file.Metadata.TypeReferences.Select(one => file.Metadata.GetTypeReference(one).Name);
            Assert.DoesNotContain(members.Concat(types).Select(file.Metadata.GetString), static name => CertificateSwitches.Any(name.Contains));
        });
    }

    [GeneratedRegex(@"\b[A-Z][a-z]+-Nemo\w*|(?<=[ '])-[A-Z]\w+")]
    private static partial Regex CommandName();
}
