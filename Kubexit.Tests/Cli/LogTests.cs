using System.Text.Json;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>What kubexit says, where, and what it never says.</summary>
public sealed class LogTests
{
    private const string Secret = "s3cr3t-argument";

    [Fact]
    public async Task Text_OfAWholeRun_SaysWhoWaitsForWhomWhoIsBornReadyAndDead()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "exit 3", "KUBEXIT_BIRTH_DEPS=db:born", "KUBEXIT_DEATH_DEPS=cache");
        await app.Says("waiting for 'db'");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        await app.ExitsWith(3);
        foreach (var word in new[] { "'app'", "born", "ready", "died", "exit code 3" }) await app.Says(word);
        Assert.All(app.Errors.Lines, line => Assert.Matches("^kubexit: \\S.{0,300}$", line));
        Assert.InRange(app.Errors.Lines.Count, 4, 8);
    }

    [Fact]
    public async Task Text_ArgumentsOfTheCommand_AreSaidAtDebugOnly()
    {
        await using var graveyard = new TemporaryGraveyard();
        var quiet = graveyard.WrapCommand("quiet", ["printf", Secret]);
        await quiet.ExitsWith(0);
        Assert.DoesNotContain(Secret, quiet.Errors.Text, StringComparison.Ordinal);
        var loud = graveyard.WrapCommand("loud", ["printf", Secret], "KUBEXIT_LOG_LEVEL=debug");
        await loud.Says(Secret);
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("none")]
    public async Task LogLevel_AboveInformation_OrdinaryRunIsSilent(string level)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "exit 0", $"KUBEXIT_LOG_LEVEL={level}");
        await app.ExitsWith(0);
        Assert.Empty(app.Errors.Lines);
    }

    [Fact]
    public async Task Json_EachLine_IsAnObjectWithLevelAndMessage()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app\"\\", "exit 0", "KUBEXIT_LOG_FORMAT=json");
        await app.ExitsWith(0);
        Assert.NotEmpty(app.Errors.Lines);
        Assert.All(app.Errors.Lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        Assert.All(app.Errors.Lines, line => Assert.Contains("message", line, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("KUBEXIT_NAME=a\nkubexit: died: forged")]
    [InlineData("KUBEXIT_BIRTH_DEPS=a\nkubexit: died: forged")]
    [InlineData("KUBEXIT_GRACE_PERIOD=1s\nkubexit: died: forged")]
    [InlineData("KUBEXIT_STOP_SIGNAL=TERM\r\nkubexit: died: forged")]
    [InlineData("KUBEXIT_LOG_LEVEL=info\nkubexit: died: forged", 0)]
    public async Task Text_ValueWithALineBreak_CannotForgeALine(string variable, int exitCode = 2)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "exit 0", variable);
        await app.ExitsWith(exitCode);
        AssertNothingForged(app);
    }

    [Fact]
    public async Task Text_TombstoneWithALineBreak_CannotForgeALine()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("db", "Died: \"x\\nkubexit: died: forged \\e[31m\"\n");
        var app = graveyard.Wrap("app", "exit 0", "KUBEXIT_DEATH_DEPS=db");
        await app.ExitsWith(0);
        await app.Says("'db'");
        AssertNothingForged(app);
    }

    /// <summary>Whatever stands where the file should be: the death is what counts.</summary>
    [Theory]
    [InlineData("mkfifo")]
    [InlineData("mkdir")]
    [InlineData("ln -s /no/such/file")]
    [InlineData("ln -s /dev/full")]
    public async Task TerminationLog_IsNoFile_DoesNotHoldUpTheEnd(string create)
    {
        await using var graveyard = new TemporaryGraveyard();
        var path = Path.Combine(graveyard.Folder, "termination-log");
        await graveyard.Start(["sh", "-c", $"{create} {path}"], []).ExitsWith(0);
        await graveyard.Wrap("app", "exit 0", "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_BIRTH_TIMEOUT=50ms", $"KUBEXIT_TERMINATION_LOG={path}")
            .ExitsWith(124);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("already said", false)]
    public async Task TerminationLog_KubexitIsTheCause_GetsOneLineWhereItIsEmpty(string content, bool isWritten)
    {
        await using var graveyard = new TemporaryGraveyard();
        var file = Path.Combine(graveyard.Folder, "termination-log");
        File.WriteAllText(file, content);
        await graveyard.Wrap("app", "exit 0", "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_BIRTH_TIMEOUT=50ms", $"KUBEXIT_TERMINATION_LOG={file}")
            .ExitsWith(124);
        var text = File.ReadAllText(file);
        if (isWritten) Assert.Matches("^[^\n]*'db'[^\n]*\n?$", text);
        else Assert.Equal(content, text);
    }

    [Fact]
    public async Task TerminationLog_ChildIsTheCauseOrTheFileIsMissing_IsLeftAlone()
    {
        await using var graveyard = new TemporaryGraveyard();
        var file = Path.Combine(graveyard.Folder, "termination-log");
        await graveyard.Wrap("app", "exit 0", "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_BIRTH_TIMEOUT=50ms", $"KUBEXIT_TERMINATION_LOG={file}")
            .ExitsWith(124);
        Assert.False(File.Exists(file));
        File.WriteAllText(file, "");
        await graveyard.Wrap("app", "exit 3", $"KUBEXIT_TERMINATION_LOG={file}").ExitsWith(3);
        Assert.Equal("", File.ReadAllText(file));
    }

    private static void AssertNothingForged(WrappedProcess app)
    {
        Assert.All(app.Errors.Lines, line => Assert.StartsWith("kubexit: ", line, StringComparison.Ordinal));
        Assert.DoesNotContain(app.Errors.Lines, line => line.StartsWith("kubexit: died: forged", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', app.Errors.Text);
    }
}
