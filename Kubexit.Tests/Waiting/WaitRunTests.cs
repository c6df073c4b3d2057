using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Host;
using Kubexit.NodeTermination;
using Kubexit.Probes;
using Kubexit.Supervision;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Waiting;

/// <summary>One wait on a clock that the test moves.</summary>
public sealed class WaitRunTests
{
    private readonly ManualLoop _loop = new();
    private readonly FakeCommandRunner _commands = new();
    private readonly RecordingLogger _logger = new();
    private readonly Channel<ReadinessChange> _news = Channel.CreateUnbounded<ReadinessChange>();
    private int? _exitCode;

    [Fact]
    public async Task Timeout_NothingAnswers_Is124AndNamesWhatWasNotReadyAndWhy()
    {
        _commands.Behaviour = (_, output, _) =>
        {
            output!("no luck");
            return Task.FromResult(ChildExit.Exited(1));
        };
        Start(new() { Probes = [Command], Timeout = TimeSpan.FromSeconds(60) });
        await _loop.TurnUntilAsync(() => _commands.Commands.Count > 0);
        await Advance(TimeSpan.FromSeconds(61));
        await Ends(124);
        Assert.Equal(
            "Error: Gave up: waited 1m0s (--timeout) for command 'test' to succeed (exit code 1: no luck). Find out why, or raise "
                + "--timeout.", _logger.Lines[^1]);
    }

    [Fact]
    public async Task Timeout_OfZero_IsNoLimit()
    {
        _commands.Behaviour = (_, _, _) => Task.FromResult(ChildExit.Exited(1));
        Start(new() { Probes = [Command] });
        for (var hour = 0; hour < 3; hour++) await Advance(TimeSpan.FromHours(1));
        Assert.Null(_exitCode);
    }

    [Fact]
    public async Task Progress_NothingChanges_IsSaidEveryFiveSeconds()
    {
        _commands.Behaviour = (_, _, token) =>
            Task.Delay(Timeout.Infinite, token).ContinueWith(_ => ChildExit.Exited(1), TaskScheduler.Default);
        Start(new() { Probes = [Command], RequestTimeout = TimeSpan.FromHours(1) });
        for (var second = 0; second < 16; second++) await Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(
            ["Information: waiting for command 'test' to succeed",
                .. Enumerable.Repeat("Information: still waiting for command 'test' to succeed", 3)], _logger.Lines);
    }

    [Fact]
    public async Task Progress_SomethingChanges_IsSaidSoon()
    {
        Start(new() { Options = For("a", "b") });
        _news.Writer.TryWrite(ReadinessChange.Ready("a"));
        _news.Writer.TryWrite(ReadinessChange.Ready("a")); // Once this one is taken, the first has reached the loop.
        await _loop.TurnUntilAsync(() => _news.Reader.Count == 0);
        _loop.Turn();
        await Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal("Information: still waiting for 'b' to be ready (not ready yet)", _logger.Lines[^1]);
    }

    [Fact]
    public async Task ReadinessSource_EverybodyIsReadyOrAbsent_Is0()
    {
        Start(new() { Options = For("a", "b?") });
        _news.Writer.TryWrite(ReadinessChange.Ready("a"));
        Assert.Null(_exitCode);
        _news.Writer.TryWrite(ReadinessChange.Absent("b"));
        await Ends(0);
    }

    [Fact]
    public async Task ReadinessSource_CanNeverTell_Is124AtOnceWithItsWords()
    {
        Start(new() { Options = For("a") });
        _news.Writer.TryWrite(ReadinessChange.Impossible(null, "Cannot watch pod 'p': forbidden. Grant this Role."));
        await Ends(124);
        Assert.Equal("Error: Cannot watch pod 'p': forbidden. Grant this Role.", _logger.Lines[^1]);
    }

    [Fact]
    public async Task ReadinessSource_Breaks_IsAskedAnewUntilTheTimeout_WhichSaysWhy()
    {
        Start(new() { Options = For("a"), Timeout = TimeSpan.FromSeconds(60) });
        _news.Writer.Complete(new InvalidOperationException("broken"));
        await _loop.TurnUntilAsync(() => _news.Reader.Completion.IsCompleted);
        await Advance(TimeSpan.FromSeconds(30));
        await Advance(TimeSpan.FromSeconds(31));
        await Ends(124);
        Assert.Contains("InvalidOperationException: broken", _logger.Lines[^1]);
    }

    [Fact]
    public async Task AllConditions_MustHoldAtSomeTime_AndAreLatched()
    {
        var answers = new Queue<int>([0, 1, 1]);
        _commands.Behaviour = (_, _, _) => Task.FromResult(ChildExit.Exited(answers.TryDequeue(out var code) ? code : 1));
        Start(new() { Probes = [Command], Options = For("a") });
        await _loop.TurnUntilAsync(() => _commands.Commands.Count > 0);
        await Advance(TimeSpan.FromSeconds(2));
        Assert.Null(_exitCode);
        _news.Writer.TryWrite(ReadinessChange.Ready("a"));
        await Ends(0);
        Assert.Single(_commands.Commands);
    }

    [Theory]
    [InlineData(SignalName.Term, 143)]
    [InlineData(SignalName.Int, 130)]
    [InlineData(SignalName.Hup, 129)]
    public async Task Signal_EndsTheWaitAndTheCommandUnderWay(int signal, int exitCode)
    {
        var cancelled = new TaskCompletionSource();
        _commands.Behaviour = async (_, _, token) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                cancelled.SetResult();
            }

            return default;
        };
        var run = Start(new() { Probes = [Command], RequestTimeout = TimeSpan.FromHours(1) });
        await _loop.TurnUntilAsync(() => _commands.Commands.Count > 0);
        run.Signal(SignalName.Winch);
        Assert.Null(_exitCode);
        run.Signal(signal);
        await Ends(exitCode);
        Assert.True(cancelled.Task.IsCompleted);
    }

    private static ProbeTarget Command => new ProbeTarget.Exec(["test", "secret"]);

    private static CoordinatorOptions For(params string[] dependencies) =>
        new() { Name = "nobody", BirthDependencies = [.. dependencies.Select(d => DependencyEntry.ParseBirth(d).Value)] };

    private WaitRun Start(WaitSettingsBuilder builder)
    {
        var settings = new WaitSettings
        {
            Options = builder.Options,
            Probes = builder.Probes,
            Logging = new LogSettings(),
            Timeout = builder.Timeout,
            Period = TimeSpan.FromMilliseconds(500),
            RequestTimeout = builder.RequestTimeout,
        };
        var run = new WaitRun(settings, _loop, _commands, new Source(_news.Reader), _logger, code => _exitCode = code);
        run.Start();
        return run;
    }

    /// <summary>Moves the clock in the steps that the run itself takes, so that what runs beside the loop keeps up.</summary>
    private async Task Advance(TimeSpan by)
    {
        _loop.Advance(by);
        await Task.Yield();
        _loop.Turn();
    }

    private async Task Ends(int exitCode)
    {
        await _loop.TurnUntilAsync(() => _exitCode is not null);
        Assert.Equal(exitCode, _exitCode);
    }

    private sealed class WaitSettingsBuilder
    {
        public CoordinatorOptions Options { get; init; } = new();

        public IReadOnlyList<ProbeTarget> Probes { get; init; } = [];

        public TimeSpan Timeout { get; init; }

        public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMilliseconds(500);
    }

    private sealed class Source(ChannelReader<ReadinessChange> news) : IReadinessSource
    {
        public async IAsyncEnumerable<ReadinessChange> WatchAsync(
            IReadOnlyCollection<BirthDependency> dependencies, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var change in news.ReadAllAsync(cancellationToken)) yield return change;
        }
    }
}
