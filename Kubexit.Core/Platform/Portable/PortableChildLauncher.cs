using System.ComponentModel;
using System.Diagnostics;

namespace Kubexit.Platform.Portable;

/// <summary>Children by <see cref="Process"/>: no process groups, and a signal that ended the child looks like exit code 128+n.</summary>
/// <param name="loop">Where exits are told.</param>
/// <param name="output">Takes what the children write; <see langword="null"/>: they inherit stdin, stdout and stderr.</param>
internal sealed class PortableChildLauncher(IEventLoop loop, IChildOutput? output = null) : IChildLauncher
{
    public IChildProcess Start(ChildStartInfo info, Action<ChildExit> onExit, Action? onLeaderEnded)
    {
        var start = new ProcessStartInfo(info.Command[0])
        {
            UseShellExecute = false,
            WorkingDirectory = info.WorkingDirectory ?? "",
            RedirectStandardInput = output is not null,
            RedirectStandardOutput = output is not null,
            RedirectStandardError = output is not null,
        };
        foreach (var argument in info.Command.Skip(1)) start.ArgumentList.Add(argument);
        foreach (var (name, value) in info.Environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new PortableChild(process);
        PortableOutput? reading = null;
        process.Exited += (_, _) => loop.Post(() =>
        {
            child.HasExited = true;
            var code = process.ExitCode;
            if (reading is null) End();
            else reading.Completed.ContinueWith(
                _ => loop.Post(End), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

            void End()
            {
                process.Dispose();
                onExit(ChildExit.Exited(code));
            }
        });
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            const int notFound = 2;
            throw e is not Win32Exception { NativeErrorCode: not notFound }
                ? ChildStartException.NotFound(info.Command[0], e.Message)
                : ChildStartException.NotExecutable(info.Command[0], e.Message);
        }

        // On the loop, as all of this: before an exit is told.
        if (output is not null) reading = new PortableOutput(process, output, loop.Time);
        return child;
    }

    private sealed class PortableChild(Process process) : IChildProcess
    {
        public bool HasExited { get; set; }

        public int Id => process.Id;

        public void Signal(int signal, bool group)
        {
            if (HasExited) return;
            if (signal == SignalName.Kill || OperatingSystem.IsWindows()) Kill();
            else Process.Start("kill", ["-s", SignalName.Of(signal), $"{Id}"]).Dispose(); // It leads no group.
        }

        public void Kill()
        {
            if (!HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
