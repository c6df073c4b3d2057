using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>The reader of our stderr may go away or stop reading: supervision goes on.</summary>
public sealed class StandardErrorTests
{
    [Fact]
    public async Task B26_ReaderOfStderrIsGone_SupervisionGoesOn() => await AssertSupervision(StandardError.Gone);

    [Fact]
    public async Task B26_ReaderOfStderrIsStuck_SupervisionGoesOn() => await AssertSupervision(StandardError.Stuck);

    /// <summary>A log that is a file, and its disk is full: nothing of it is the child's business.</summary>
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task B26_DiskOfTheLogIsFull_SupervisionGoesOn(string format)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            ["sh", "-c", $"exec {KubexitBinary.Path} sh -c \"$CHILD\" 2>/dev/full"],
            [$"CHILD=trap 'exit 3' TERM; echo ready; {Scripts.ForGood}", "KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db",
                "KUBEXIT_LOG_LEVEL=debug", $"KUBEXIT_LOG_FORMAT={format}"]);
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(3);
        Assert.Equal((3, "DependencyDied"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
        await graveyard.Start(["sh", "-c", $"exec {KubexitBinary.Path} nowhere-to-be-found 2>/dev/full"], ["KUBEXIT_NAME=other"]).ExitsWith(
            127);
    }

    /// <summary>The lines of the meantime are lost, and their number is told with the next one.</summary>
    [Fact]
    public async Task B26_DiskOfTheLogIsFullForAWhile_LogGoesOnWithHowManyAreLost()
    {
        var prefix = Prerequisites.RequireMountNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var disk = Directory.CreateDirectory(Path.Combine(graveyard.Folder, "disk")).FullName;
        var child = $"trap 'echo got it' USR1; echo ready; until [ -e {graveyard.Folder}/free ]; do sleep 0.05; done; rm {disk}/fill; "
            + "echo freed; "
            + $"until grep -q 'lost' {disk}/log; do sleep 0.05; done; cat {disk}/log; exit 3";
        var app = graveyard.Start(
            [.. prefix, "sh", "-c", $"mount -t tmpfs -o size=16k none {disk} && dd if=/dev/zero of={disk}/fill bs=4096 2>/dev/null; "
                + $"exec {KubexitBinary.Path} sh -c \"$CHILD\" 2>{disk}/log"],
            ["KUBEXIT_NAME=app", "KUBEXIT_LOG_LEVEL=debug", $"CHILD={child}"]);
        await app.Prints("ready");
        for (var i = 1; i <= 3; i++)
        {
            app.Signal(Sig.Usr1);
            await app.Prints("got it", times: i);
        }

        File.WriteAllText(Path.Combine(graveyard.Folder, "free"), "");
        await app.Prints("freed");
        app.Signal(Sig.Usr1);
        await app.ExitsWith(3);
        Assert.Contains(app.Output.Lines, line => line.Contains("lost", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(StandardError.Gone))]
    [InlineData(nameof(StandardError.Stuck))]
    public async Task B26_NobodyReadsStderr_ErrorsStillHaveTheirExitCodes(string standardError)
    {
        var end = Enum.Parse<StandardError>(standardError);
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Start([KubexitBinary.Path], [], standardError: end).ExitsWith(2);
        await graveyard.Start([KubexitBinary.Path, "true"], ["KUBEXIT_NAME=../x"], standardError: end).ExitsWith(2);
        await graveyard.Start([KubexitBinary.Path, "no-such-command"], ["KUBEXIT_NAME=app"], standardError: end).ExitsWith(127);
        Assert.Equal("StartFailed", graveyard.Read("app")!.Reason);
    }

    /// <summary>With stderr closed a file that we open could become descriptor 2, and our words would go into it.</summary>
    [Fact]
    public async Task B26_StderrIsClosed_NothingIsWrittenElsewhere()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            ["sh", "-c", $"exec {KubexitBinary.Path} sh -c 'exit 3' 2>&-"], ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db"]);
        await app.ExitsWith(3);
        Assert.Equal(3, graveyard.Read("app")!.ExitCode);
        Assert.DoesNotContain("kubexit", File.ReadAllText(graveyard.FileOf(".app.alive")), StringComparison.Ordinal);
        Assert.DoesNotContain("kubexit", graveyard.Read("app")!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B26_StdinAndStdoutAreClosed_ChildRunsAllTheSame()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Start(["sh", "-c", $"exec {KubexitBinary.Path} sh -c 'exit 3' <&- >&-"], ["KUBEXIT_NAME=app"]).ExitsWith(3);
        Assert.Equal(3, graveyard.Read("app")!.ExitCode);
    }

    [Fact]
    public async Task B26_ReaderGoesAwayInTheMiddle_SupervisionGoesOn()
    {
        await using var graveyard = new TemporaryGraveyard();
        var wrapper = $"{KubexitBinary.Path} sh -c 'echo ready; read _; exit 3' 2>&1 >&3";
        var app = graveyard.Start(
            ["sh", "-c", $"exec 3>&1 4<&0; {{ {wrapper}; echo code $? >&3; }} <&4 | head -n 1 >/dev/null"],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db"]);
        await app.Prints("ready");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        app.WriteLine("");
        await app.Prints("code 3");
        Assert.Equal(3, graveyard.Read("app")!.ExitCode);
    }

    private static async Task AssertSupervision(StandardError standardError)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            [KubexitBinary.Path, "sh", "-c", $"trap 'echo got it' USR1; trap 'echo stopping; exit 3' TERM; echo ready; {Scripts.ForGood}"],
            ["KUBEXIT_NAME=app", "KUBEXIT_BIRTH_DEPS=cache", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_LOG_LEVEL=debug"],
            standardError: standardError);
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        graveyard.Wrap("cache", Scripts.UntilTold);
        await app.Prints("ready");
        for (var i = 1; i <= 50; i++)
        {
            app.Signal(Sig.Usr1);
            await app.Prints("got it", times: i);
        }

        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.Prints("stopping");
        await app.ExitsWith(3);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((3, "DependencyDied"), (tombstone.ExitCode, tombstone.Reason));
    }
}
