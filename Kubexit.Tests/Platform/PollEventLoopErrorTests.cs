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

        void Once(string name, params IDisposable[] registrations)
        {
            called.Add(name);
            foreach (var registration in registrations) registration.Dispose();
        }
    }
}
