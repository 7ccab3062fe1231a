using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NemoVideo.Benchmarks;

// The quick job shows the order of magnitude in about a minute. The full job is for figures that are compared.
var isFull = args.Contains("--full");
var job = (isFull ? Job.Default : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
var artifacts = Directory.CreateTempSubdirectory("nemo-benchmarks-");
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithArtifactsPath(artifacts.FullName);
string[] filter = [.. args.Where(static argument => argument != "--full")];
try
{
    BenchmarkSwitcher.FromAssembly(typeof(DraftBenchmarks).Assembly).Run(filter.Length > 0 ? filter : ["--filter", "*"], config);
}
finally
{
    artifacts.Delete(recursive: true);
}
