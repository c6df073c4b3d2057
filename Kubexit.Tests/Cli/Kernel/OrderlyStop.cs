using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>What follows a dependency's death whatever has run out by then: TERM, the child's own code, the record.</summary>
internal static class OrderlyStop
{
    /// <summary>A setting whose work may have to fail, and what is said then.</summary>
    public static TheoryData<string, string?> Variables => new()
    {
        { "KUBEXIT_LOG_LEVEL=debug", null },
        { "KUBEXIT_PRE_STOP_EXEC=true", "preStop hook failed" },
        { "KUBEXIT_PRE_STOP_SLEEP=1ms", null },
        { "KUBEXIT_PRE_STOP_HTTP_GET=http://127.0.0.1:1/", "preStop hook failed" },
        { "KUBEXIT_PRE_STOP_TCP_SOCKET=127.0.0.1:1", "preStop hook failed" },
        { "KUBEXIT_QUIT_HTTP_POST=http://127.0.0.1:1/", "failed" },
    };

    /// <param name="graveyard">Where.</param>
    /// <param name="launcher">What starts kubexit; empty for itself.</param>
    /// <param name="variable">One of <see cref="Variables"/>.</param>
    /// <param name="said">What is said of it.</param>
    /// <param name="exhaust">Takes away what the stop must not need, after the birth.</param>
    public static async Task<WrappedProcess> Follows(
        TemporaryGraveyard graveyard, string[] launcher, string variable, string? said, Func<WrappedProcess, Task> exhaust)
    {
        var app = graveyard.Start(
            [.. launcher, KubexitBinary.Path, "sh", "-c", Scripts.StopsWith(9)], ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db", variable]);
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        await app.Prints("ready");
        await exhaust(app);
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.ExitsWith(9);
        Assert.Contains("stopping", app.Output.Lines);
        Assert.Equal((9, "DependencyDied"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
        if (said is not null) await app.Says(said);
        await ToldStatus.Tells(graveyard, "app", "dead");
        return app;
    }
}
