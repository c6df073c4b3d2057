using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>Runs helper commands on the event loop; their output comes through a pipe, line by line.</summary>
internal sealed class LinuxCommandRunner(PollEventLoop loop, IChildLauncher launcher) : ICommandRunner
{
    public Task<ChildExit> RunAsync(IReadOnlyList<string> command, Action<string>? output, CancellationToken cancellationToken)
    {
        // Code that waits continues here on the loop: a stop must not need a thread that cannot be made.
        var completion = new TaskCompletionSource<ChildExit>();
        loop.Post(() =>
        {
            try
            {
                Start(command, output, completion, cancellationToken);
            }
            catch (Exception e)
            {
                completion.TrySetException(e);
            }
        });
        return completion.Task;
    }

    private void Start(IReadOnlyList<string> command, Action<string>? output, TaskCompletionSource<ChildExit> completion,
        CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            completion.TrySetCanceled(cancellationToken);
            return;
        }

        var pipe = new LinePipe(loop, output ?? (_ => { }));
        IChildProcess child;
        CancellationTokenRegistration cancellation = default;
        try
        {
            child = launcher.Start(new ChildStartInfo { Command = command, Descriptors = (pipe.WriteEnd, pipe.WriteEnd) }, OnExit);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }

        pipe.CloseWriteEnd();
        cancellation = cancellationToken.Register(() => loop.Post(child.Kill));

        void OnExit(ChildExit exit)
        {
            cancellation.Dispose();
            pipe.Dispose();
            if (cancellationToken.IsCancellationRequested) completion.TrySetCanceled(cancellationToken);
            else completion.TrySetResult(exit);
        }
    }
}
