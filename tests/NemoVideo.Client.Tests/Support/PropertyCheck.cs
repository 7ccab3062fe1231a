using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Checks a property for generated cases. The seed is fixed, so that a failure can be reproduced.</summary>
internal static class PropertyCheck
{
    private const ulong Seed = 20261120;
    private const ulong Gamma = 4711;

    /// <summary>Runs on another thread, since a case that waits must not block the thread of the test.</summary>
    public static Task HoldsAsync<T>(Gen<T> cases, int count, Func<T, Task> property) => Task.Run(() =>
    {
        var replay = new Replay(new Rnd(Seed, Gamma | 1), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(FSharpOption<Replay>.Some(replay)).WithQuietOnSuccess(true);
        Check.One(config, Prop.ForAll(Arb.From(cases), one => property(one).GetAwaiter().GetResult()));
    });
}
