using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>The child's end comes back unchanged, and kubexit's own failures have codes of their own.</summary>
public sealed class ExitCodeTests
{
    [Fact]
    public async Task ExitCode_EveryCodeOfTheChild_ComesBackUnchanged()
    {
        await using var graveyard = new TemporaryGraveyard();
        await Parallel.ForEachAsync(Enumerable.Range(0, 256), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (code, _) =>
        {
            await graveyard.Wrap($"exit-{code}", $"exit {code}").ExitsWith(code);
            var tombstone = graveyard.Read($"exit-{code}")!;
            Assert.Equal((code, null, "Exited"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
        });
    }

    [Theory]
    [InlineData("HUP", 1)]
    [InlineData("INT", 2)]
    [InlineData("QUIT", 3)]
    [InlineData("ABRT", 6)]
    [InlineData("KILL", 9)]
    [InlineData("USR1", 10)]
    [InlineData("TERM", 15)]
    public async Task B28_ChildEndedByASignal_ExitCodeIs128PlusNAndTheSignalIsNamed(string name, int number)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "ulimit -c 0; exec cat");
        app.WriteLine("not a shell any more, which may ignore QUIT");
        await app.Prints("not a shell any more, which may ignore QUIT");
        Assert.Equal(0, LibC.Kill(await app.ChildPid(), number));
        await app.ExitsWith(128 + number);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((128 + number, name, "Signaled"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
    }

    [Fact]
    public async Task ExitCode_ChildExitsWith143_IsNotTakenForADeathByTerm()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 143").ExitsWith(143);
        Assert.Null(graveyard.Read("app")!.Signal);
    }

    [Theory]
    [InlineData("no-such-command-anywhere")]
    [InlineData("./no-such-file")]
    public async Task ExitCode_CommandNotFound_Is127AndTheDeathIsRecorded(string command)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", [command, "secret-argument"]);
        await app.ExitsWith(127);
        AssertNeverStarted(graveyard, 127);
        Assert.Contains(command, app.Errors.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-argument", app.Errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExitCode_CommandNotExecutable_Is126AndTheDeathIsRecorded()
    {
        await using var graveyard = new TemporaryGraveyard();
        var file = Path.Combine(graveyard.Folder, "text");
        File.WriteAllText(file, "no program");
        await graveyard.WrapCommand("app", [file]).ExitsWith(126);
        AssertNeverStarted(graveyard, 126);
    }

    [Fact]
    public async Task ExitCode_CommandIsADirectory_Is126()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.WrapCommand("app", [graveyard.Folder]).ExitsWith(126);
        AssertNeverStarted(graveyard, 126);
    }

    [Fact]
    public async Task ExitCode_InterpreterOfAScriptIsMissing_Is126Or127AndTheDeathIsRecorded()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", [graveyard.WriteScript("script", "#!/no/such/interpreter\n")]);
        var status = await app.Ends();
        Assert.InRange(status.Code, 126, 127);
        AssertNeverStarted(graveyard, status.Code);
    }

    private static void AssertNeverStarted(TemporaryGraveyard graveyard, int code)
    {
        var tombstone = graveyard.Read("app")!;
        Assert.Null(tombstone.Born);
        Assert.NotNull(tombstone.Died);
        Assert.Equal((code, "StartFailed"), (tombstone.ExitCode, tombstone.Reason));
    }
}
