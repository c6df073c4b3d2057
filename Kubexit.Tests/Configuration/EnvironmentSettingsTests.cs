using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Probes;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Configuration;

public sealed class EnvironmentSettingsTests
{
    [Fact]
    public void Read_OnlyAName_GivesTheDocumentedDefaults()
    {
        var settings = Read("NAME=app");
        var options = settings.Options;
        Assert.Empty(settings.Errors);
        Assert.Empty(settings.Warnings);
        Assert.Equal("app", options.Name);
        Assert.Equal("/graveyard", options.GraveyardPath);
        Assert.Empty(options.BirthDependencies);
        Assert.Empty(options.DeathDependencies);
        Assert.Empty(options.OutliveDependencies);
        Assert.Equal(TimeSpan.FromSeconds(30), options.BirthTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.GracePeriod);
        Assert.Equal(TimeSpan.FromSeconds(2), options.OptionalGrace);
        Assert.Equal(TimeSpan.FromSeconds(10), options.RebirthGrace);
        Assert.Equal(TimeSpan.FromSeconds(10), options.RescanInterval);
        Assert.Equal(TimeSpan.FromSeconds(20), options.OutliveTimeout);
        Assert.Equal(BirthSource.Auto, options.BirthSource);
        Assert.Equal(Signal.Term, options.StopSignal);
        Assert.Equal((DeathExitCode.Child, null, TimeSpan.Zero), (options.DeathExitCode, options.TermExitCode, options.GroupGrace));
        Assert.Null(options.TerminationDeadline);
        Assert.Null(options.ReadinessProbe);
        Assert.Null(options.PostStart);
        Assert.Null(options.PreStop);
        Assert.False(options.SignalGroup || options.PreStopOnSignal || options.Subreaper);
        Assert.Equal(new LogSettings
        {
            Level = LogLevel.Information,
            Format = LogFormat.Text,
            TerminationLogPath = "/dev/termination-log"
        }, settings.Logging);
    }

    [Fact]
    public void Read_EveryVariable_IsUsed()
    {
        var settings = Read(
            "NAME=app", "GRAVEYARD=/g//", "BIRTH_DEPS=a, b?:died", "DEATH_DEPS=c:failed", "OUTLIVE_DEPS=d?", "BIRTH_TIMEOUT=1m",
            "GRACE_PERIOD=0",
            "BIRTH_SOURCE=kubernetes", "POD_NAME=pod", "NAMESPACE=ns", "OPTIONAL_GRACE=1s", "REBIRTH_GRACE=3s", "RESCAN_INTERVAL=0",
            "OUTLIVE_TIMEOUT=4s",
            "STOP_SIGNAL=SIGQUIT", "SIGNAL_GROUP=true", "TERMINATION_DEADLINE=28s", "DEATH_EXIT_CODE=zero", "TERM_EXIT_CODE=42",
            "GROUP_GRACE=7s", "QUIT_HTTP_POST=http://a:1/q, http://b/",
            "READINESS_HTTP_GET=https://localhost:8443/ready?x=1", "READINESS_INITIAL_DELAY=1s", "READINESS_PERIOD=2s",
            "READINESS_TIMEOUT=3s",
            "READINESS_SUCCESS_THRESHOLD=4", "POST_START_EXEC=touch /tmp/x", "POST_START_TIMEOUT=5s", "PRE_STOP_SLEEP=6s",
            "PRE_STOP_TIMEOUT=0",
            "PRE_STOP_ON_SIGNAL=1", "SUBREAPER=TRUE", "LOG_LEVEL=Debug", "LOG_FORMAT=json", "TERMINATION_LOG=/tmp/log");
        var options = settings.Options;
        Assert.Empty(settings.Errors);
        Assert.Empty(settings.Warnings);
        Assert.Equal("/g", options.GraveyardPath);
        Assert.Equal([new("a"), new("b", BirthCondition.Died, true)], options.BirthDependencies);
        Assert.Equal([new("c", DeathCondition.Failed)], options.DeathDependencies);
        Assert.Equal(["d"], options.OutliveDependencies);
        Assert.Equal(TimeSpan.FromMinutes(1), options.BirthTimeout);
        Assert.Equal(TimeSpan.Zero, options.GracePeriod);
        Assert.Equal((BirthSource.Kubernetes, "pod", "ns"), (options.BirthSource, options.PodName, options.Namespace));
        Assert.Equal(TimeSpan.FromSeconds(1), options.OptionalGrace);
        Assert.Equal(TimeSpan.FromSeconds(3), options.RebirthGrace);
        Assert.Equal(TimeSpan.Zero, options.RescanInterval);
        Assert.Equal(TimeSpan.FromSeconds(4), options.OutliveTimeout);
        Assert.Equal(Signal.Quit, options.StopSignal);
        Assert.Equal(TimeSpan.FromSeconds(28), options.TerminationDeadline);
        Assert.Equal((DeathExitCode.Zero, 42, TimeSpan.FromSeconds(7)), (options.DeathExitCode, options.TermExitCode, options.GroupGrace));
        Assert.Equal(["http://a:1/q", "http://b/"], options.QuitHttpPosts.Select(u => u.ToString()));
        Assert.True(options.SignalGroup && options.PreStopOnSignal && options.Subreaper);

        var probe = options.ReadinessProbe!;
        Assert.Equal(new ProbeTarget.HttpGet(new("https://localhost:8443/ready?x=1")), probe.Target);
        Assert.Equal(
            (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), 4),
            (probe.InitialDelay, probe.Period, probe.Timeout, probe.SuccessThreshold));
        Assert.Equal(["touch", "/tmp/x"],
            Assert.IsType<ProbeTarget.Exec>(Assert.IsType<HookAction.Ask>(options.PostStart!.Action).Target).Command);
        Assert.Equal(TimeSpan.FromSeconds(5), options.PostStart.Timeout);
        Assert.Equal(new HookAction.Sleep(TimeSpan.FromSeconds(6)), options.PreStop!.Action);
        Assert.Equal(TimeSpan.Zero, options.PreStop.Timeout);
        Assert.Equal(new LogSettings { Level = LogLevel.Debug, Format = LogFormat.Json, TerminationLogPath = "/tmp/log" },
            settings.Logging);
    }

    [Theory]
    [InlineData("READINESS_TCP_SOCKET=[::1]:80", "TcpSocket { Host = ::1, Port = 80 }")]
    [InlineData("READINESS_GRPC=localhost:50051", "Grpc { Host = localhost, Port = 50051, Service =  }")]
    [InlineData("READINESS_GRPC=localhost:50051/my.Service", "Grpc { Host = localhost, Port = 50051, Service = my.Service }")]
    [InlineData("READINESS_FILE=/tmp//ready", "File { Path = /tmp/ready }")]
    public void Read_ReadinessKinds_AreRead(string setting, string target) =>
        Assert.Equal(target, Read("NAME=app", setting).Options.ReadinessProbe!.Target.ToString());

    [Fact]
    public void Read_EmptyVariables_AreUnset()
    {
        var settings = Read("NAME=app", "GRAVEYARD=", "BIRTH_DEPS=", "BIRTH_TIMEOUT=", "READINESS_FILE=", "LOG_LEVEL=");
        Assert.Empty(settings.Errors);
        Assert.Equal("/graveyard", settings.Options.GraveyardPath);
    }

    [Theory]
    [InlineData("GRACE_PERIOD=30", "Cannot use KUBEXIT_GRACE_PERIOD '30': the number has no unit. Write '30s' for seconds.")]
    [InlineData("BIRTH_TIMEOUT=-1s", "Cannot use KUBEXIT_BIRTH_TIMEOUT '-1s': a duration cannot be negative. Leave out the '-'.")]
    [InlineData("BIRTH_TIMEOUT=1001h", "Cannot use KUBEXIT_BIRTH_TIMEOUT '1001h': it is longer than 1000h. Write at most '1000h'.")]
    [InlineData("TERMINATION_DEADLINE=0", "Cannot use KUBEXIT_TERMINATION_DEADLINE '0': it is shorter than 1ms. Write at least '1ms'.")]
    [InlineData("SIGNAL_GROUP=yes", "Cannot use KUBEXIT_SIGNAL_GROUP 'yes': it is not a boolean. Write true or false.")]
    [InlineData("STOP_SIGNAL=TREM",
        "Cannot use KUBEXIT_STOP_SIGNAL 'TREM': there is no such signal. Write a name or a number, for example TERM, QUIT or 15.")]
    [InlineData("DEATH_EXIT_CODE=256",
        "Cannot use KUBEXIT_DEATH_EXIT_CODE '256': it is not one of the words allowed here. Write child, zero, dependency or a number "
            + "from 0 to 255.")]
    [InlineData("TERM_EXIT_CODE=dependency",
        "Cannot use KUBEXIT_TERM_EXIT_CODE 'dependency': it is not one of the words allowed here. Write child, zero or a number from 0 "
            + "to 255.")]
    [InlineData("LOG_FORMAT=0", "Cannot use KUBEXIT_LOG_FORMAT '0': '0' is not one of the words allowed here. Write text or json.")]
    [InlineData("BIRTH_DEPS=a,,b", "Cannot use entry '' of KUBEXIT_BIRTH_DEPS: it is empty. Remove the extra comma.")]
    [InlineData("DEATH_DEPS=a:dead",
        "Cannot use entry 'a:dead' of KUBEXIT_DEATH_DEPS: 'dead' is not one of the words allowed here. Write died, succeeded or failed.")]
    [InlineData("DEATH_DEPS=app", "Cannot use entry 'app' of KUBEXIT_DEATH_DEPS: a process cannot depend on itself. Remove it.")]
    [InlineData("READINESS_TIMEOUT=1s",
        "Cannot use KUBEXIT_READINESS_TIMEOUT '1s': it has no meaning by itself. Set one of KUBEXIT_READINESS_HTTP_GET, "
            + "KUBEXIT_READINESS_TCP_SOCKET, KUBEXIT_READINESS_EXEC, KUBEXIT_READINESS_GRPC, KUBEXIT_READINESS_FILE too, or remove it.")]
    [InlineData("READINESS_TCP_SOCKET=localhost",
        "Cannot use KUBEXIT_READINESS_TCP_SOCKET 'localhost': it has no port. Write a host and a port, for example "
            + "'localhost:6379' or '[::1]:6379'.")]
    [InlineData("READINESS_HTTP_GET=localhost:80",
        "Cannot use KUBEXIT_READINESS_HTTP_GET 'localhost:80': it is not an http or https URL. Write for example "
            + "'http://localhost:8080/healthz'.")]
    [InlineData("QUIT_HTTP_POST=http://me:secret@h/",
        "Cannot use entry '***@h/' of KUBEXIT_QUIT_HTTP_POST: a user name and password in a URL are never sent. Remove what is before "
            + "the '@'.")]
    [InlineData("PRE_STOP_EXEC=curl -u me:secret 'x",
        "Cannot use KUBEXIT_PRE_STOP_EXEC: the quote ' at position 19 is not closed. Close it, or write \\' for the character itself.")]
    public void Read_OneMistake_IsOneSentenceInTheUsersWords(string setting, string error) =>
        Assert.Equal(error, Assert.Single(Read("NAME=app", setting).Errors));

    [Theory]
    [InlineData("PERIOD=0")]
    [InlineData("TIMEOUT=0")]
    [InlineData("SUCCESS_THRESHOLD=0")]
    [InlineData("SUCCESS_THRESHOLD=-1")]
    [InlineData("SUCCESS_THRESHOLD=1.5")]
    public void Read_ReadinessDetailOutOfRange_IsAnError(string setting) =>
        Assert.StartsWith("Cannot use KUBEXIT_READINESS_",
            Assert.Single(Read("NAME=app", "READINESS_FILE=/x", $"READINESS_{setting}").Errors));

    [Fact]
    public void Read_TwoKinds_IsAnError() => Assert.Equal(
        "Cannot use KUBEXIT_READINESS_EXEC together with KUBEXIT_READINESS_FILE: only one kind is possible. Keep one of them.",
        Assert.Single(Read("NAME=app", "READINESS_FILE=/x", "READINESS_EXEC=true").Errors));

    [Fact]
    public void Read_SeveralMistakes_AreReportedTogether()
    {
        var settings = Read("NAME=../x", "GRACE_PERIOD=5", "BIRTH_DEPS=a,a", "BIRTH_SOURCE=kubernetes", "POST_START_TIMEOUT=1s");
        Assert.Equal(6, settings.Errors.Count);
        Assert.Contains(settings.Errors, e => e.Contains("KUBEXIT_BIRTH_SOURCE 'kubernetes': KUBEXIT_POD_NAME is not set"));
        Assert.Equal(settings.Errors, Assert.Throws<ConfigurationException>(settings.ThrowIfInvalid).Errors);
    }

    [Theory]
    [InlineData("NAME=app", "GRACE_PERIOD=5", true)]
    [InlineData("NAME=../x", "GRACE_PERIOD=5", false)]
    [InlineData("GRACE_PERIOD=5", "LOG_FORMAT=x", false)]
    [InlineData("NAME=app", "GRAVEYARD=a\0b", false)]
    public void CanRecordDeath_InvalidSettings_B25_TellsWhetherTheDeathCanBeRecorded(string first, string second, bool canRecordDeath)
    {
        var settings = Read(first, second);
        Assert.NotEmpty(settings.Errors);
        Assert.Equal(canRecordDeath, settings.CanRecordDeath);
    }

    [Fact]
    public void Read_UnknownVariables_AreWarningsWithASuggestion() => Assert.Equal(
        [
            "KUBEXIT_DEATHDEPS is not a variable of Kubexit and is ignored. Did you mean KUBEXIT_DEATH_DEPS?",
            "KUBEXIT_SOMETHING_ELSE_ENTIRELY is not a variable of Kubexit and is ignored.",
        ],
        Read("NAME=app", "DEATHDEPS=x", "SOMETHING_ELSE_ENTIRELY=1", "SERVICE_HOST=10.0.0.1", "PORT_80_TCP=tcp://10.0.0.1:80").Warnings);

    [Theory]
    [InlineData("IGNORE_CODE_ON_DEATH_DEPS", "Set KUBEXIT_DEATH_EXIT_CODE=zero.")]
    [InlineData("EXIT_CODE_OVERRIDE", "Set KUBEXIT_DEATH_EXIT_CODE to that number.")]
    [InlineData("DEATH_DEPS_EXIT_CODE_OVERRIDE", "Set KUBEXIT_DEATH_EXIT_CODE to that number.")]
    [InlineData("VERBOSE_LEVEL", "Set KUBEXIT_LOG_LEVEL=debug.")]
    [InlineData("POD_NAMESPACE", "Set KUBEXIT_NAMESPACE.")]
    [InlineData("GRAVE_PERIOD", "Did you mean KUBEXIT_GRACE_PERIOD?")]
    [InlineData("BIRTH_DEPENDENCIES", "Set KUBEXIT_BIRTH_DEPS.")]
    public void Read_VariableOfAForkOrANearMiss_IsAnsweredWithOurs(string name, string advice) =>
        Assert.Equal($"KUBEXIT_{name} is not a variable of Kubexit and is ignored. {advice}",
            Assert.Single(Read("NAME=app", name + "=1").Warnings));

    /// <summary>Advice that names a variable of ours must not outlive it.</summary>
    [Theory]
    [InlineData("KUBEXIT_IGNORE_CODE_ON_DEATH_DEPS")]
    [InlineData("KUBEXIT_EXIT_CODE_OVERRIDE")]
    [InlineData("KUBEXIT_VERBOSE")]
    [InlineData("KUBEXIT_POD_NAMESPACE")]
    [InlineData("KUBEXIT_WAIT_FOR")]
    [InlineData("KUBEXIT_DEATH_DEPENDENCIES")]
    [InlineData("KUBEXIT_TIMEOUT")]
    [InlineData("KUBEXIT_STOP_TIMEOUT")]
    public void AdviceFor_EveryForeignVariable_NamesOneThatIsRead(string foreign)
    {
        var reader = new SettingsReader(_ => null);
        EnvironmentSettings.ReadInto(new(), reader);
        var named = ForeignVariables.AdviceFor(foreign)!.Split(' ', '=', '.').Single(
            word => word.StartsWith("KUBEXIT_", StringComparison.Ordinal));
        Assert.Contains(named, reader.Known);
        Assert.DoesNotContain(foreign, reader.Known);
    }

    [Theory]
    [InlineData("info", LogLevel.Information)]
    [InlineData("INFO", LogLevel.Information)]
    [InlineData("Warn", LogLevel.Warning)]
    [InlineData("warning", LogLevel.Warning)]
    [InlineData("err", LogLevel.Error)]
    [InlineData("fatal", LogLevel.Critical)]
    [InlineData("panic", LogLevel.Critical)]
    [InlineData("off", LogLevel.None)]
    [InlineData("verbose", LogLevel.Trace)]
    [InlineData(" Debug ", LogLevel.Debug)]
    public void Read_LogLevel_TakesEverybodysWordsInAnyCase(string word, LogLevel level)
    {
        var settings = Read("NAME=app", "LOG_LEVEL=" + word);
        Assert.Equal((level, 0, 0), (settings.Logging.Level, settings.Errors.Count, settings.Warnings.Count));
    }

    [Fact]
    public void Read_LogLevelNobodyKnows_IsAWarningAndMeansInformation()
    {
        var settings = Read("NAME=app", "LOG_LEVEL=loud");
        Assert.Empty(settings.Errors);
        Assert.Equal(LogLevel.Information, settings.Logging.Level);
        Assert.Equal(
            "KUBEXIT_LOG_LEVEL 'loud' is not a log level: information is used. Write trace, debug, information, warning, error, critical "
                + "or none.",
            Assert.Single(settings.Warnings));
    }

    private static EnvironmentSettings Read(params string[] settings)
    {
        var variables = settings.Select(s => s.Split('=', 2)).ToDictionary(s => "KUBEXIT_" + s[0], s => s[1]);
        variables["PATH"] = "/bin";
        return EnvironmentSettings.Read(variables.GetValueOrDefault, variables.Keys);
    }
}
