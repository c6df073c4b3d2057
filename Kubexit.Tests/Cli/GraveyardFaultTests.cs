using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>The graveyard itself is missing, full, read-only, or goes away: said once, clearly, and never the end of supervision.</summary>
public sealed class GraveyardFaultTests
{
    [Fact]
    public async Task B23_GraveyardMissing_IsCreatedWithItsParents()
    {
        await using var graveyard = new TemporaryGraveyard();
        var path = Path.Combine(graveyard.Folder, "a", "b", "c");
        await graveyard.Wrap("app", "exit 3", $"KUBEXIT_GRAVEYARD={path}///", "KUBEXIT_DEATH_DEPS=db").ExitsWith(3);
        Assert.Contains("ExitCode: 3", File.ReadAllText(Path.Combine(path, "app")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task B23_GraveyardRemovedAndRecreated_DeathsAreStillSeenAndOursIsRecorded(bool isReplacedAtOnce)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=1s");
        await app.Prints("ready");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        if (isReplacedAtOnce)
        {
            var next = Directory.CreateDirectory(Path.Combine(graveyard.Folder, "next")).FullName;
            Directory.Move(graveyard.Path, Path.Combine(graveyard.Folder, "previous"));
            Directory.Move(next, graveyard.Path);
        }
        else
        {
            graveyard.Remove();
            await app.Says("removed");
            Directory.CreateDirectory(graveyard.Path);
        }

        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(5);
        Assert.Equal((5, "DependencyDied"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    [Fact]
    public async Task B23_GraveyardRecreated_TheLivingHaveTheirTombstonesAndLocksInIt()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.Wrap("app", Scripts.UntilTold, "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=1s");
        var life = (await graveyard.WaitFor("app", seen => seen.Ready is not null)).Life;
        graveyard.Remove();
        Directory.CreateDirectory(graveyard.Path);
        var tombstone = await graveyard.WaitFor("app", seen => seen.IsAlive);
        Assert.Equal(life, tombstone.Life);
        var rival = graveyard.Wrap("app", "echo started");
        await rival.ExitsWith(125);
        Assert.Empty(rival.Output.Lines);
    }

    [Fact]
    public async Task GraveyardRemovedForGood_ChildsExitCodeComesBackAllTheSame()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "read code; exit $code", "KUBEXIT_DEATH_DEPS=db");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        graveyard.Remove();
        File.WriteAllText(graveyard.Path, "a file stands there now");
        app.WriteLine("6");
        await app.ExitsWith(6);
        await app.Says("error");
        File.Delete(graveyard.Path);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/null/graveyard")]
    [InlineData("/proc/graveyard")]
    public async Task B24_GraveyardCannotBe_NothingIsStarted(string path)
    {
        await using var graveyard = new TemporaryGraveyard(needsProc: true);
        var app = graveyard.Wrap("app", "echo started", $"KUBEXIT_GRAVEYARD={path}");
        await app.ExitsWith(125);
        Assert.Empty(app.Output.Lines);
        AssertOneClearError(app, $"'{path}'");
    }

    [Fact]
    public async Task B24_GraveyardIsReadOnly_NothingIsStarted()
    {
        var prefix = Prerequisites.RequireMountNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            [.. prefix, "sh", "-c", $"mount -t tmpfs -o ro none {graveyard.Path} && exec {KubexitBinary.Path} echo started"],
            ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(125);
        Assert.Empty(app.Output.Lines);
        AssertOneClearError(app, graveyard.Path);
    }

    [Fact]
    public async Task B24_NoRightToWriteInTheGraveyard_NothingIsStarted()
    {
        await using var graveyard = new TemporaryGraveyard();
        string[] prefix = Prerequisites.IsRoot ? Prerequisites.RequireUser(12345) : ["env"];
        Assert.Equal(0, LibC.ChangeMode(graveyard.Path, 0x16d /* 0555 */));
        var app = graveyard.Start([.. prefix, KubexitBinary.Path, "echo", "started"], ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(125);
        Assert.Empty(app.Output.Lines);
        AssertOneClearError(app, graveyard.Path);
        Assert.Equal(0, LibC.ChangeMode(graveyard.Path, 0x1ff));
    }

    [Fact]
    public async Task B24_DiskIsFull_NothingIsStarted()
    {
        var prefix = Prerequisites.RequireMountNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            [.. prefix, "sh", "-c",
                $"mount -t tmpfs -o size=64k none {graveyard.Path} && {Fill(graveyard)}; exec {KubexitBinary.Path} echo started"],
                    ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(125);
        Assert.Empty(app.Output.Lines);
        AssertOneClearError(app, graveyard.Path);
    }

    /// <summary>The death cannot be written; that is said, the child's exit code counts, and dependents find the lock free.</summary>
    [Fact]
    public async Task B06_DiskFullAtDeath_IsReportedAndTheChildsExitCodeComesBack()
    {
        var prefix = Prerequisites.RequireMountNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var wait = $"until grep -qs Born {graveyard.FileOf("app")}; do :; done";
        var app = graveyard.Start(
            [.. prefix, "sh", "-c", $"mount -t tmpfs -o size=64k none {graveyard.Path} && exec {KubexitBinary.Path} sh -c '{wait}; "
                + $"{Fill(graveyard)}; exit 3'"], ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(3);
        AssertOneClearError(app, graveyard.FileOf("app"));
    }

    [Fact]
    public async Task B06_DiskFullForAWhile_WhatWasMissedIsWrittenLater()
    {
        var prefix = Prerequisites.RequireMountNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var isReady = Path.Combine(graveyard.Folder, "is-ready");
        var script = $"until grep -qs Born {graveyard.FileOf("app")}; do :; done; {Fill(graveyard)}; : > {isReady}; echo full; read _; "
            + $"rm {graveyard.FileOf("fill")}; until grep -qs Ready {graveyard.FileOf("app")}; do :; done; echo made up for";
        var app = graveyard.Start(
            [.. prefix, "sh", "-c", $"mount -t tmpfs -o size=64k none {graveyard.Path} && exec {KubexitBinary.Path} sh -c '{script}'"],
            ["KUBEXIT_NAME=app", $"KUBEXIT_READINESS_FILE={isReady}", "KUBEXIT_READINESS_PERIOD=20ms"]);
        await app.Prints("full");
        await app.Says("error");
        app.WriteLine("");
        await app.ExitsWith(0);
        await app.Prints("made up for");
    }

    /// <summary>The limit of inotify instances is per user and shared by all containers of a node.</summary>
    [Fact]
    public async Task NoInotifyToBeHad_IsSaidAndTheRescanDoesTheWork()
    {
        var prefix = Prerequisites.RequireUserNamespace();
        await using var graveyard = new TemporaryGraveyard(needsProc: true);
        var app = graveyard.Start(
            [.. prefix, "sh", "-c",
                $"echo 0 > /proc/sys/user/max_inotify_instances && exec {KubexitBinary.Path} sh -c "
                    + $"'{Scripts.StopsWith(5).Replace("'", "\"", StringComparison.Ordinal)}'"],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=50ms"]);
        await app.Prints("ready");
        await app.Says("inotify");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(5);
    }

    [Fact]
    public async Task B27_GraveyardIsTheRoot_IsTheRootAndNotTheWorkingDirectory()
    {
        var prefix = Prerequisites.RequireMountNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var script = $"mount -t tmpfs none {graveyard.Path} && cd {graveyard.Path} && mkdir -p dev proc tmp usr bin lib lib64 sbin etc "
            + "&& for d in dev proc tmp usr bin lib lib64 sbin etc $BINARY_ROOT; do [ -d /$d ] && mkdir -p ./$d && mount --rbind /$d "
                + "./$d; done; "
            + $"cd tmp; exec chroot {graveyard.Path} {KubexitBinary.Path} sh -c 'cat /app'";
        var app = graveyard.Start(
            [.. prefix, "sh", "-c", script],
            ["KUBEXIT_NAME=app", "KUBEXIT_GRAVEYARD=/", $"BINARY_ROOT={KubexitBinary.Path.Split('/')[1]}"]);
        await app.ExitsWith(0);
        Assert.Contains(app.Output.Lines, line => line.StartsWith("Waiting:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RelativeGraveyard_IsInTheWorkingDirectory()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Start(["sh", "-c", $"cd {graveyard.Folder}; exec {KubexitBinary.Path} true"],
            ["KUBEXIT_NAME=app", "KUBEXIT_GRAVEYARD=./graveyard/../graveyard/"]).ExitsWith(0);
        Assert.Equal(0, graveyard.Read("app")!.ExitCode);
    }

    [Fact]
    public async Task LivingProcess_HoldsTheName_ASecondOneIsRefused()
    {
        await using var graveyard = new TemporaryGraveyard();
        var first = graveyard.Wrap("app", Scripts.UntilTold);
        var before = (await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null)).Text;
        var second = graveyard.Wrap("app", "echo started");
        await second.ExitsWith(125);
        Assert.Empty(second.Output.Lines);
        AssertOneClearError(second, "'app'");
        Assert.Equal(before, graveyard.Read("app")!.Text);
    }

    private static string Fill(TemporaryGraveyard graveyard) => $"dd if=/dev/zero of={graveyard.FileOf("fill")} bs=4096 2>/dev/null";

    private static void AssertOneClearError(WrappedProcess process, string subject)
    {
        var errors = process.Errors.Lines.Where(line => line.StartsWith("kubexit: error: ", StringComparison.Ordinal)).ToList();
        Assert.True(errors.Count == 1 && errors[0].Contains(subject, StringComparison.Ordinal),
            process.Describe($"should have said one error about {subject}"));
        Assert.DoesNotContain("   at ", process.Errors.Text, StringComparison.Ordinal);
    }
}
