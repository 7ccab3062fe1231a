using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>How jobs are shared by several machines, and how those without inputs are numbered.</summary>
public sealed class JobShardTests
{
    /// <summary>Another program computed the numbers. Machines with different versions of the module must have the same.</summary>
    [Theory]
    [InlineData(1000, 310, "https://h.example/b.mp4", "https://h.example/a.mp4?X-Amz-Signature=1")]
    [InlineData(1, 0, "https://h.example/b.mp4", "https://h.example/a.mp4")]
    public void Of_Urls_IsTheSameInEachVersion(int count, int expected, params string[] urls) =>
        Assert.Equal(expected, JobShard.Of(new VideoJob { Inputs = urls, Messages = ["trim", "trim"] }, count));

    [Fact]
    public void Of_File_DependsOnItsNameAndLength()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(404, JobShard.Of(new VideoJob { Inputs = [folder.Write("clip.mp4", 10)], Messages = ["trim"] }, 1000));
    }

    [Fact]
    public void Of_MissingFile_FailsOnlyIfItIsNeeded()
    {
        var job = new VideoJob { Inputs = [Path.Combine("missing", "clip.mp4")], Messages = ["trim"] };

        Assert.Equal(0, JobShard.Of(job, 1));
        Assert.Equal(NemoErrorKind.FileAccess, Assert.Throws<NemoException>(() => JobShard.Of(job, 2)).Kind);
    }

    [Fact]
    public void Number_JobsWithoutInputs_CountsThoseWithTheSameMessages()
    {
        var (sky, sea) = (new VideoJob { Messages = ["a sky"] }, new VideoJob { Messages = ["a sea"] });
        var clip = sky with { Inputs = ["https://h.example/a.mp4"] };
        var variations = new JobVariations();

        Assert.Same(clip, variations.Number(clip));
        Assert.Equal([1, 2, 1], new[] { sky, sky, sea }.Select(job => variations.Number(job).Variation));

        // Rows of a plan were removed, and rows without a number were added.
        Assert.Equal([7, 3, 8], new int?[] { 7, 3, null }.Select(planned => variations.Number(sky, planned).Variation));
    }
}
