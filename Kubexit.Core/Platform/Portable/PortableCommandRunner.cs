using System.ComponentModel;
using System.Diagnostics;

namespace Kubexit.Platform.Portable;

/// <summary>Helper commands by <see cref="Process"/>.</summary>
internal sealed class PortableCommandRunner : ICommandRunner
{
    public async Task<ChildExit> RunAsync(IReadOnlyList<string> command, Action<string>? output, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Emit(e.Data);
        process.ErrorDataReceived += (_, e) => Emit(e.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw ChildStartException.NotFound(command[0], e.Message);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        return ChildExit.Exited(process.ExitCode);

        void Emit(string? line)
        {
            if (line is not null) output?.Invoke(line);
        }
    }
}
