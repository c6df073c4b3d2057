using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>
/// Wrong usage or configuration ends with 2, says everything that is wrong, starts nothing, and leaves a death for those who wait.
/// </summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("KUBEXIT_BIRTH_DEPS=a,,b")]
    [InlineData("KUBEXIT_BIRTH_DEPS=a,")]
    [InlineData("KUBEXIT_BIRTH_DEPS=a, a")]
    [InlineData("KUBEXIT_DEATH_DEPS=a,a:failed")]
    [InlineData("KUBEXIT_BIRTH_DEPS=app")]
    [InlineData("KUBEXIT_DEATH_DEPS=b, app ")]
    [InlineData("KUBEXIT_OUTLIVE_DEPS=app")]
    [InlineData("KUBEXIT_BIRTH_DEPS=a:succeeded", "KUBEXIT_DEATH_DEPS=a")]
    [InlineData("KUBEXIT_BIRTH_DEPS=a:died", "KUBEXIT_DEATH_DEPS=a:died")]
    [InlineData("KUBEXIT_BIRTH_DEPS=../a")]
    [InlineData("KUBEXIT_BIRTH_DEPS=a:healthy")]
    [InlineData("KUBEXIT_DEATH_DEPS=a:ready")]
    public async Task B09_ListWithAMistake_IsAnErrorNamingTheVariable(params string[] variables) => await AssertRefused(variables);

    [Theory]
    [InlineData("KUBEXIT_GRACE_PERIOD=30")]
    [InlineData("KUBEXIT_GRACE_PERIOD=-1s")]
    [InlineData("KUBEXIT_BIRTH_TIMEOUT=soon")]
    [InlineData("KUBEXIT_BIRTH_TIMEOUT=1d")]
    [InlineData("KUBEXIT_RESCAN_INTERVAL=99999999h")]
    [InlineData("KUBEXIT_DEATH_EXIT_CODE=one")]
    [InlineData("KUBEXIT_STOP_SIGNAL=SIGNONSENSE")]
    [InlineData("KUBEXIT_STOP_SIGNAL=0")]
    [InlineData("KUBEXIT_SIGNAL_GROUP=perhaps")]
    [InlineData("KUBEXIT_BIRTH_SOURCE=elsewhere")]
    [InlineData("KUBEXIT_LOG_FORMAT=loud")]
    [InlineData("KUBEXIT_LOG_FORMAT=xml")]
    [InlineData("KUBEXIT_TERMINATION_DEADLINE=0")]
    [InlineData("KUBEXIT_READINESS_HTTP_GET=not a url")]
    [InlineData("KUBEXIT_READINESS_TCP_SOCKET=host-without-port")]
    [InlineData("KUBEXIT_READINESS_FILE=/x", "KUBEXIT_READINESS_EXEC=true")]
    [InlineData("KUBEXIT_READINESS_EXEC=sh -c 'unterminated")]
    public async Task B25_ValueThatMakesNoSense_IsAnErrorAndTheDeathIsRecorded(params string[] variables) => await AssertRefused(variables);

    [Fact]
    public async Task B25_ConfigurationError_IsADeathForThoseWhoWait()
    {
        await using var graveyard = new TemporaryGraveyard();
        var dependent = graveyard.Wrap("dependent", Scripts.UntilTold, "KUBEXIT_DEATH_DEPS=app");
        await graveyard.WaitFor("dependent", tombstone => tombstone.IsAlive);
        await graveyard.Wrap("app", "echo started", "KUBEXIT_GRACE_PERIOD=30").ExitsWith(2);
        await dependent.ExitsWith(143);
    }

    [Fact]
    public async Task B25_ConfigurationErrorUnderTheNameOfALivingProcess_LeavesItsTombstoneAlone()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.Wrap("app", Scripts.UntilTold);
        var before = await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        await graveyard.Wrap("app", "echo started", "KUBEXIT_GRACE_PERIOD=30").ExitsWith(2);
        Assert.Equal(before.Text, graveyard.Read("app")!.Text);
    }

    [Fact]
    public async Task Configuration_ManyMistakes_AreAllSaidAtOnce()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", "echo started", "KUBEXIT_GRACE_PERIOD=30", "KUBEXIT_BIRTH_DEPS=a,a", "KUBEXIT_STOP_SIGNAL=NONE",
            "KUBEXIT_TERM_EXIT_CODE=loud");
        await app.ExitsWith(2);
        foreach (var variable in new[] { "KUBEXIT_GRACE_PERIOD", "KUBEXIT_BIRTH_DEPS", "KUBEXIT_STOP_SIGNAL", "KUBEXIT_TERM_EXIT_CODE" })
            await app.Says(variable);
        Assert.All(app.Errors.Lines, line => Assert.StartsWith("kubexit: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Configuration_EmptyVariables_AreAsUnset()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 3", "KUBEXIT_BIRTH_DEPS=", "KUBEXIT_DEATH_DEPS=", "KUBEXIT_GRACE_PERIOD=",
            "KUBEXIT_BIRTH_TIMEOUT=", "KUBEXIT_POD_NAME=").ExitsWith(3);
    }

    [Fact]
    public async Task Usage_NameIsMissing_IsAnErrorAndNothingIsStarted()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start([KubexitBinary.Path, "echo", "started"], []);
        await app.ExitsWith(2);
        Assert.Empty(app.Output.Lines);
        await app.Says("KUBEXIT_NAME");
    }

    [Theory]
    [InlineData]
    [InlineData("--")]
    public async Task Usage_NoCommand_IsAnError(params string[] arguments)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", arguments);
        await app.ExitsWith(2);
        Assert.Empty(app.Output.Lines);
        Assert.NotEmpty(app.Errors.Lines);
    }

    private static async Task AssertRefused(string[] variables)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "echo started", variables);
        await app.ExitsWith(2);
        Assert.Empty(app.Output.Lines);
        await app.Says(variables[0].Split('=')[0]);
        Assert.DoesNotContain("   at ", app.Errors.Text, StringComparison.Ordinal);
        var tombstone = graveyard.Read("app")!;
        Assert.Null(tombstone.Born);
        Assert.NotNull(tombstone.Died);
        Assert.Equal((2, "Configuration"), (tombstone.ExitCode, tombstone.Reason));
    }
}
