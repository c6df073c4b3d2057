using Kubexit.Platform.Linux;
using Kubexit.Supervision;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Platform;

/// <summary>Somebody else in the process waits for our child: an application that reaps whatever it finds.</summary>
public sealed class LostChildTests
{
    [Fact]
    public async Task ChildReapedBySomebodyElse_EndIsNoticedAtOnce()
    {
        using var running = new RunningLoop();
        var ended = new TaskCompletionSource<ChildExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = await running.Invoke(() =>
        {
            var launcher = new LinuxChildLauncher((PollEventLoop)running.Loop);
            var child = launcher.Start(new ChildStartInfo { Command = ["sh", "-c", "exit 3"] }, ended.SetResult);

            // On the loop, so that it comes before the loop's own look.
            Assert.Equal(child.Id, LibC.WaitPid(child.Id, out _, 0));
            return child.Id;
        });
        Assert.Equal(ChildExit.Lost, await ended.Task.WaitAsync(Limit.Generous));
        Assert.DoesNotContain(id, ProcFs.Processes);
    }
}
