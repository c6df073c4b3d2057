namespace Kubexit.Platform.Linux;

/// <summary>Starts children whose output is read, by lines, in place of being inherited; their stdin is empty.</summary>
internal sealed class ReadingLauncher(PollEventLoop loop, IChildOutput output) : IChildLauncher
{
    private readonly LinuxChildLauncher _launcher = new(loop);

    public IChildProcess Start(ChildStartInfo info, Action<ChildExit> onExit, Action? onLeaderEnded = null)
    {
        var stdout = new OutputPipe(loop, output, isError: false);
        OutputPipe? stderr = null;
        try
        {
            stderr = new OutputPipe(loop, output, isError: true);
            var child = _launcher.Start(WithDescriptors(info, stdout.WriteEnd, stderr.WriteEnd), OnExit, onLeaderEnded);
            stdout.Begin();
            stderr.Begin();
            return child;
        }
        catch
        {
            Close();
            throw;
        }

        void OnExit(ChildExit exit)
        {
            Close();
            onExit(exit);
        }

        void Close()
        {
            stdout.Dispose();
            stderr?.Dispose();
        }
    }

    private static ChildStartInfo WithDescriptors(ChildStartInfo info, int output, int error) => new()
    {
        Command = info.Command,
        WorkingDirectory = info.WorkingDirectory,
        Environment = info.Environment,
        Descriptors = (output, error),
    };
}
