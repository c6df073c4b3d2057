using System.Diagnostics;
using Kubexit.Platform.Linux;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Platform;

public sealed class PollEventLoopErrorTests
{
    [Fact]
    public void Run_ActionThrows_IsHandedOverAndTheLoopGoesOn()
    {
        var seen = new List<string>();
        var loop = new PollEventLoop(e => seen.Add(e.Message));
        loop.Post(() => throw new InvalidOperationException("a bug"));
        loop.Post(() => seen.Add("next"));
        loop.Post(loop.Stop);
        loop.Run();
        Assert.Equal(["a bug", "next"], seen);
    }

    [Fact]
    public async Task Register_CallbackDisposesAnotherOfTheSameRound_ThatIsNotCalled()
    {
        using var running = new RunningLoop();
        Pipe first = new(), second = new();
        var called = new List<string>();
        await running.Invoke(() =>
        {
            var loop = (PollEventLoop)running.Loop;
            IDisposable? other = null;
            IDisposable? one = null;
            one = loop.Register((int)first.Reader.DangerousGetHandle(), () => Once("first", other!, one!));
            other = loop.Register((int)second.Reader.DangerousGetHandle(), () => Once("second", one, other!));
            first.Writer.Dispose();
            second.Writer.Dispose();
        });
        await Limit.Until(() => called.Count > 0, () => "nothing was called");
        Assert.Single(await running.Invoke(() => called.ToArray()));
        first.Reader.Dispose();
        second.Reader.Dispose();

        bool Once(string name, params IDisposable[] registrations)
        {
            called.Add(name);
            foreach (var registration in registrations) registration.Dispose();
            return true;
        }
    }

    /// <summary>A read that fails leaves the descriptor as ready as before: without a rest the loop would do nothing else.</summary>
    [Fact]
    public async Task Register_CallbackGetsNothing_IsNotAskedAgainAtOnce()
    {
        using var running = new RunningLoop();
        var pipe = new Pipe();
        var calls = 0;
        pipe.Writer.Dispose();
        await running.Invoke(() => ((PollEventLoop)running.Loop).Register((int)pipe.Reader.DangerousGetHandle(), () =>
        {
            calls++;
            return false;
        }));
        var clock = Stopwatch.StartNew();
        await Limit.Until(() => calls >= 4, () => "It is not asked again at all.");
        Assert.True(clock.ElapsedMilliseconds >= 60, $"4 calls in {clock.Elapsed}: the rests are 10, 20 and 40 ms.");
        await Limit.Until(() => clock.ElapsedMilliseconds > 500, () => "");
        Assert.InRange(calls, 4, 8);
    }

    [Fact]
    public async Task Register_CallbackGetsSomethingAgain_IsAskedAtOnceAgain()
    {
        using var running = new RunningLoop();
        var pipe = new Pipe();
        var calls = 0;
        pipe.Writer.Dispose();
        await running.Invoke(() => ((PollEventLoop)running.Loop).Register((int)pipe.Reader.DangerousGetHandle(), () => ++calls > 3));
        await Limit.Until(() => calls > 1000, () => $"It was asked {calls} times.");
    }
}
