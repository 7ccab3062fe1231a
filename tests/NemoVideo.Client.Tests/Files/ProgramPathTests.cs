
namespace NemoVideo.Client.Tests.Files;

public sealed class ProgramPathTests
{ }
