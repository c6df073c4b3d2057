using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kubexit.Probes;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Probes;

public sealed class ReadinessProberTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingLogger _logger = new();
    private readonly ScriptedProbe _probe = new();
    private readonly ReadinessProbeOptions _options = new(new ProbeTarget.File("/unused"));
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task WaitUntilReadyAsync_NoInitialDelay_AsksAtOnceAndReturnsOnSuccess()
    {
        var ready = Start(out _);
        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Success);
        await ready.WaitAsync(Limit);
        Assert.Equal(0, _clock.ArmedTimers);
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_InitialDelay_DoesNotProbeBefore()
    {
        _options.InitialDelay = TimeSpan.FromSeconds(5);
        var ready = Start(out _);
        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Equal(0, _probe.Questions);
        _clock.Advance(TimeSpan.FromTicks(1));
        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Success);
        await ready.WaitAsync(Limit);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_ProbeThrowsAnUnexpectedException_AsksAgainAfterThePeriod()
    {
        var ready = Start(out _);
        (await _probe.NextQuestionAsync()).SetException(new InvalidDataException("absurd window\u001b[2J " + new string('x', 10_000)));
        await _clock.WaitForTimersAsync(1);
        _clock.Advance(_options.Period);
        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Success);
        await ready.WaitAsync(Limit);
        var line = Assert.Single(_logger.Lines);
        Assert.StartsWith("Information: not ready yet: InvalidDataException: absurd window\\u001b[2J", line);
        Assert.True(line.Length < 500);
    }

    /// <summary>The finalizer of a collected timer ends its wait: whoever went on then would never let the finalizer thread go.</summary>
    [Fact]
    public async Task WaitUntilReadyAsync_ForgottenWithItsClock_AsksNoMore()
    {
        var probe = new CountingProbe();
        await ForgetAsync(probe);
        await Infrastructure.Limit.Until(() =>
        {
            GC.Collect();
            return Task.Run(GC.WaitForPendingFinalizers).Wait(Limit);
        }, () => "The finalizers do not come to an end.");
        Assert.Equal(1, probe.Questions);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_Failure_AsksAgainAfterThePeriod()
    {
        var ready = Start(out var prober);
        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Failure("starting"));
        await _clock.WaitForTimersAsync(1); // The period; the limit of the question is gone.
        _clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(1, _probe.Questions);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Success);
        await ready.WaitAsync(Limit);
        Assert.Equal("starting", prober.LastFailure);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_Threshold_CountsSuccessesInARowOnly()
    {
        _options.SuccessThreshold = 2;
        var ready = Start(out _);
        foreach (var success in new[] { true, false, true })
        {
            (await _probe.NextQuestionAsync()).SetResult(success ? ProbeResult.Success : ProbeResult.Failure("flapping"));
            await _clock.WaitForTimersAsync(1);
            Assert.False(ready.IsCompleted);
            _clock.Advance(_options.Period);
        }

        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Success);
        await ready.WaitAsync(Limit);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_NoAnswer_CancelsTheQuestionAndCountsAsFailure()
    {
        _options.Timeout = TimeSpan.FromMilliseconds(300);
        var ready = Start(out var prober);
        var question = await _probe.NextQuestionAsync();
        await _clock.WaitForTimersAsync(2);
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question.Task);
        await _clock.WaitForTimersAsync(1);
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Success);
        await ready.WaitAsync(Limit);
        Assert.Equal("no answer within 300ms", prober.LastFailure);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_SameReasonAgain_IsLoggedOnce()
    {
        _options.Period = TimeSpan.FromSeconds(3);
        var ready = Start(out var prober);
        foreach (var reason in new[] { "refused", "refused", "refused", "HTTP status 503", "HTTP status 503" })
        {
            (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Failure(reason));
            WaitForFailure(prober, reason);
            await _clock.WaitForTimersAsync(1);
            _clock.Advance(_options.Period);
        }

        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Success);
        await ready.WaitAsync(Limit);
        Assert.Equal(["Information: not ready yet: refused", "Information: not ready yet: HTTP status 503"], _logger.Lines);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_ReasonThatAlwaysChanges_IsLoggedEveryFiveSecondsOnly()
    {
        var ready = Start(out var prober);
        for (var i = 0; i < 12; i++)
        {
            (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Failure($"at {i}"));
            WaitForFailure(prober, $"at {i}");
            await _clock.WaitForTimersAsync(1);
            _clock.Advance(_options.Period);
        }

        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Success);
        await ready.WaitAsync(Limit);
        Assert.Equal(["Information: not ready yet: at 0", "Information: not ready yet: at 10"], _logger.Lines);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_SuccessWithWarning_IsReadyAndSaysSo()
    {
        var ready = Start(out _);
        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Warning("redirected to another host"));
        await ready.WaitAsync(Limit);
        Assert.Equal(["Warning: ready, but redirected to another host"], _logger.Lines);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_CancelledDuringAQuestion_EndsItAndThrowsTheCallersToken()
    {
        var ready = Start(out _);
        var question = await _probe.NextQuestionAsync();
        await _stop.CancelAsync();
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ready.WaitAsync(Limit));
        Assert.Equal(_stop.Token, e.CancellationToken);
        Assert.True(question.Task.IsCanceled);
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_CancelledBetweenQuestions_Throws()
    {
        var ready = Start(out _);
        (await _probe.NextQuestionAsync()).SetResult(ProbeResult.Failure("starting"));
        await _clock.WaitForTimersAsync(1);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ready.WaitAsync(Limit));
    }

    private Task Start(out ReadinessProber prober)
    {
        prober = new ReadinessProber(_probe, _options, _clock, _logger);
        return prober.WaitUntilReadyAsync(_stop.Token);
    }

    private static void WaitForFailure(ReadinessProber prober, string reason) =>
        Assert.True(SpinWait.SpinUntil(() => prober.LastFailure == reason, Limit));

    /// <summary>Hands every question to the test, which answers it.</summary>
    private sealed class ScriptedProbe : IProbe
    {
        private readonly Channel<TaskCompletionSource<ProbeResult>> _questions =
            Channel.CreateUnbounded<TaskCompletionSource<ProbeResult>>();
        private int _count;

        public int Questions => Volatile.Read(ref _count);

        public async Task<TaskCompletionSource<ProbeResult>> NextQuestionAsync() =>
            await _questions.Reader.ReadAsync().AsTask().WaitAsync(Limit);

        public async Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource<ProbeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Increment(ref _count);
            _questions.Writer.TryWrite(answer);
            await using var registration = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
            return await answer.Task;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ForgetAsync(IProbe probe)
    {
        var clock = new ManualTimeProvider();
        _ = new ReadinessProber(probe, new(new ProbeTarget.File("/unused")), clock, new RecordingLogger()).WaitUntilReadyAsync(
            CancellationToken.None);
        await clock.WaitForTimersAsync(1);
    }

    private sealed class CountingProbe : IProbe
    {
        public int Questions { get; private set; }

        public Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
        {
            Questions++;
            return Task.FromResult(ProbeResult.Failure("never"));
        }
    }
}
