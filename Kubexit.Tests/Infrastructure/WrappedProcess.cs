using System.ComponentModel;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Kubexit.Tests;

/// <summary>A process under test: its input is held open until the test is done, its output is collected by lines, its end is the kernel's own wait status.</summary>
internal sealed class WrappedProcess : IAsyncDisposable
{
    private readonly Task<WaitStatus> exit;
    private readonly FileStream input;
    private readonly Pipe? stuckErrors;

    private WrappedProcess(int pid, SafeFileHandle input, LineLog output, LineLog errors, Pipe? stuckErrors)
    {
        Pid = pid;
        Output = output;
        Errors = errors;
        this.stuckErrors = stuckErrors;
        this.input = new FileStream(input, FileAccess.Write, bufferSize: 0);
        var ended = new TaskCompletionSource<WaitStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        exit = ended.Task;
        new Thread(() => Reap(ended)) { IsBackground = true, Name = "test process reaper" }.Start();
    }

    public int Pid { get; }

    /// <summary>Its stdout; the screen when it has a terminal.</summary>
    public LineLog Output { get; }

    /// <summary>Its stderr; empty when nobody reads it.</summary>
    public LineLog Errors { get; }

    public bool HasExited => exit.IsCompleted;

    /// <param name="command">File, looked up in PATH, and arguments.</param>
    /// <param name="variables">NAME=value, added to the clean environment; the last of a name counts.</param>
    /// <param name="terminal">Becomes its controlling terminal, stdin and stdout.</param>
    /// <param name="standardError">Who is at the other end of stderr.</param>
    public static WrappedProcess Start(
        IReadOnlyList<string> command, IEnumerable<string> variables, PseudoTerminal? terminal = null, StandardError standardError = StandardError.Read)
    {
        Pipe input = new(), output = new(), errors = new();
        if (standardError == StandardError.Stuck) errors.Fill();
        if (standardError == StandardError.Gone) errors.Reader.Dispose();
        var pid = Spawn.Start(
            command,
            [.. KubexitBinary.CleanEnvironment.Concat(variables).GroupBy(variable => variable.Split('=')[0], (_, same) => same.Last())],
            [
                terminal is null ? Number(input.Reader) : -1,
                terminal is null ? Number(output.Writer) : -1,
                standardError == StandardError.Terminal ? -1 : Number(errors.Writer),
            ],
            terminal?.Device);
        input.Reader.Dispose();
        output.Writer.Dispose();
        if (standardError != StandardError.Stuck) errors.Writer.Dispose();
        var screen = new LineLog(output.Reader);
        return new WrappedProcess(
            pid,
            input.Writer,
            terminal?.Screen ?? screen,
            standardError is StandardError.Read or StandardError.Terminal ? new LineLog(errors.Reader) : screen,
            standardError == StandardError.Stuck ? errors : null);
    }

    /// <summary>The process's own child, once there is one.</summary>
    public async Task<int> ChildPid()
    {
        await Limit.Until(() => ProcFs.ChildrenOf(Pid).Count > 0, () => Describe("has no child"));
        return ProcFs.ChildrenOf(Pid)[0];
    }

    public void Signal(int signal)
    {
        if (HasExited) throw new InvalidOperationException(Describe("has ended before it could be signalled"));
        if (LibC.Kill(Pid, signal) != 0) throw new Win32Exception();
    }

    public void WriteLine(string line) => input.Write(Encoding.UTF8.GetBytes(line + "\n"));

    public void CloseInput() => input.Dispose();

    /// <summary>Waits for a whole line on stdout.</summary>
    public Task Prints(string line) => WaitForLine(Output, seen => seen == line, $"never printed '{line}'");

    /// <summary>Waits for a line on stderr that contains the fragment, and returns it.</summary>
    public Task<string> Says(string fragment) =>
        WaitForLine(Errors, seen => seen.Contains(fragment, StringComparison.OrdinalIgnoreCase), $"never said '{fragment}'");

    public async Task<WaitStatus> Exit() => await Limit.For(exit, () => Describe("has not ended"));

    /// <summary>Waits for the end by an exit with this code, and for all output.</summary>
    public async Task ExitsWith(int code)
    {
        var status = await Exit();
        if (status.Signal != 0 || status.Code != code) Assert.Fail(Describe($"should have ended with exit code {code}, not with {status}"));
        await AllOutput();
    }

    /// <summary>Waits until nobody can write to the process's stdout and stderr any more.</summary>
    public Task AllOutput() =>
        Limit.Until(() => Output.Ended.IsCompleted && Errors.Ended.IsCompleted, () => Describe("left somebody behind who holds its output open"));

    public async ValueTask DisposeAsync()
    {
        if (!HasExited) _ = LibC.Kill(Pid, Sig.Kill);
        await exit;
        input.Dispose();
        stuckErrors?.Reader.Dispose();
        stuckErrors?.Writer.Dispose();
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private void Reap(TaskCompletionSource<WaitStatus> ended)
    {
        var (result, status) = (0, 0);
        do result = LibC.WaitPid(Pid, out status, 0);
        while (result < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == 4 /* EINTR */);
        if (result == Pid) ended.SetResult(new WaitStatus(status));
        else ended.SetException(new Win32Exception());
    }

    private Task<string> WaitForLine(LineLog log, Func<string, bool> isWanted, string failure) => Limit.Until(
        () =>
        {
            var isComplete = log.Ended.IsCompleted;
            return log.Lines.FirstOrDefault(isWanted) ?? (isComplete ? throw new TimeoutException(Describe(failure)) : null);
        },
        () => Describe(failure));

    private string Describe(string failure) =>
        $"Process {Pid} {failure}.\n--- stdout\n{Output.Text}\n--- stderr\n{Errors.Text}\n---";
}
