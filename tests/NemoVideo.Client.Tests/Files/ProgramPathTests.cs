using System.Diagnostics;
using NemoVideo.Client.Files;

namespace NemoVideo.Client.Tests.Files;

public sealed class ProgramPathTests
{}
