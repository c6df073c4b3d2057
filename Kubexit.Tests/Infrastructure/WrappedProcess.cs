using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Kubexit.Host;
using Kubexit.Platform.Linux;
using Microsoft.Win32.SafeHandles;

namespace Kubexit.Tests.Infrastructure;

/// <summary>
/// A process under test: its input is held open until the test is done, its output is collected by lines, its end is the kernel's own wait
/// status.
/// </summary>
internal sealed class WrappedProcess : IAsyncDisposable
{
    private readonly FileStream _input;
    private readonly Pipe? _stuckErrors;
    private readonly string? _pidNamespace;

    private WrappedProcess(int pid, SafeFileHandle input, LineLog output, LineLog errors, Pipe? stuckErrors)
    {
        Pid = pid;
        _pidNamespace = ProcFs.PidNamespaceOf(pid);
        Output = output;
        Errors = errors;
        _stuckErrors = stuckErrors;
        _input = new FileStream(input, FileAccess.Write, bufferSize: 0);
        var ended = new TaskCompletionSource<WaitStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        Ended = ended.Task;
        new Thread(() => Reap(ended)) { IsBackground = true, Name = "test process reaper" }.Start();
    }

    public int Pid { get; }

    /// <summary>Its stdout; the screen when it has a terminal.</summary>
    public LineLog Output { get; }

    /// <summary>Its stderr; the same as <see cref="Output"/> when the test does not read it.</summary>
    public LineLog Errors { get; }

    /// <summary>Completes when it has ended, however long that takes.</summary>
    public Task<WaitStatus> Ended { get; }

    public bool HasEnded => Ended.IsCompleted;

    /// <param name="command">File, looked up in PATH, and arguments.</param>
    /// <param name="variables">NAME=value, added to the clean environment; the last of a name counts.</param>
    /// <param name="terminal">Becomes its controlling terminal, stdin and stdout.</param>
    /// <param name="standardError">Who is at the other end of stderr.</param>
    /// <param name="root">Null for the machine's own.</param>
    public static WrappedProcess Start(
        IReadOnlyList<string> command, IEnumerable<string> variables, PseudoTerminal? terminal = null,
        StandardError standardError = StandardError.Read, EmptyRoot? root = null)
    {
        Pipe input = new(), output = new(), errors = new();
        if (standardError == StandardError.Stuck) errors.Fill();
        if (standardError == StandardError.Gone) errors.Reader.Dispose();
        string[] environment = [
            .. KubexitBinary.CleanEnvironment.Concat(variables).GroupBy(variable => variable.Split('=')[0], (_, same) => same.Last())];
        int[] descriptors =
        [
            terminal is null ? Number(input.Reader) : Spawn.Terminal,
            terminal is null ? Number(output.Writer) : Spawn.Terminal,
            standardError == StandardError.Terminal ? Spawn.Terminal : Number(errors.Writer),
        ];
        var pid = root?.Start(command, Launch) ?? Launch(command);
        input.Reader.Dispose();
        output.Writer.Dispose();
        if (standardError != StandardError.Stuck) errors.Writer.Dispose();
        var log = terminal?.Screen ?? new LineLog(output.Reader);
        return new WrappedProcess(
            pid, input.Writer, log, standardError == StandardError.Read ? new LineLog(errors.Reader) : log,
            standardError == StandardError.Stuck ? errors : null);

        int Launch(IReadOnlyList<string> words) => Spawn.Start(words, environment, descriptors, terminal?.Device, isInit: root is not null);
    }

    /// <summary>The process's own child, once there is one.</summary>
    public async Task<int> ChildPid()
    {
        await Limit.Until(() => ProcFs.ChildrenOf(Pid).Count > 0, () => Describe("has no child"));
        return ProcFs.ChildrenOf(Pid)[0];
    }

    /// <summary>The PID 1 that was asked for: this process, or the child of the unshare(1) that this is.</summary>
    public async Task<int> InitPid() => ProcFs.OwnIdOf(Pid) == 1 ? Pid : await ChildPid();

    /// <summary>
    /// The process that knows itself by this id where the process under test lives; null when it has gone, and is no zombie either.
    /// </summary>
    public int? Find(int id) =>
        ProcFs.Processes.Where(process => ProcFs.OwnIdOf(process) == id && ProcFs.PidNamespaceOf(process) == _pidNamespace).Cast<int?>()
            .FirstOrDefault();

    /// <summary>Whether such a process still runs.</summary>
    public bool Lives(int id) => Find(id) is { } process && ProcFs.IsAlive(process);

    /// <summary>Whether it would get this signal now. The kernel drops what PID 1 neither blocks nor handles yet.</summary>
    public bool Takes(int signal) =>
        ProcFs.OwnIdOf(Pid) != 1 || ProcFs.HasSignal(Pid, "SigBlk", signal) || ProcFs.HasSignal(Pid, "SigCgt", signal);

    public void Signal(int signal)
    {
        if (HasEnded) throw new InvalidOperationException(Describe("has ended before it could be signalled"));
        if (LibC.Kill(Pid, signal) != 0) throw new Win32Exception();
    }

    public void WriteLine(string line) => _input.Write(Encoding.UTF8.GetBytes(line + "\n"));

    public void CloseInput() => _input.Dispose();

    /// <summary>Waits for a whole line on stdout.</summary>
    public Task Prints(string line, int times = 1) => Await(
        Output, lines => lines.Count(seen => seen == line) >= times ? line : null,
        $"never printed '{line}'{(times == 1 ? "" : $" {times} times")}");

    /// <summary>Waits for a line on stderr that contains the fragment, and returns it.</summary>
    public Task<string> Says(string fragment) => Await(
        Errors, lines => lines.FirstOrDefault(seen => seen.Contains(fragment, StringComparison.OrdinalIgnoreCase)),
        $"never said '{fragment}'");

    public async Task<WaitStatus> Ends()
    {
        try
        {
            return await Ended.WaitAsync(Limit.Generous);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(Describe("has not ended"));
        }
    }

    /// <summary>Waits for the end by an exit with this code, and for all output; a terminal outlives its processes.</summary>
    public async Task ExitsWith(int code, bool allOutput = true)
    {
        var status = await Ends();
        if (status.Signal != 0 || status.Code != code) Assert.Fail(Describe($"should have ended with exit code {code}, not with {status}"));
        if (allOutput) await Limit.Until(
            () => Output.IsComplete && Errors.IsComplete, () => Describe("left somebody behind who holds its output open"));
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasEnded) _ = LibC.Kill(Pid, Sig.Kill);
        await Ended;
        _input.Dispose();
        _stuckErrors?.Reader.Dispose();
        _stuckErrors?.Writer.Dispose();
    }

    /// <summary>A failure with everything the process has said.</summary>
    public string Describe(string failure) => $"Process {Pid} {failure}.\n--- stdout\n{Output.Text}\n--- stderr\n{Errors.Text}\n---";

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private void Reap(TaskCompletionSource<WaitStatus> ended)
    {
        const int interrupted = 4;
        int result, status;
        do result = LibC.WaitPid(Pid, out status, 0);
        while (result < 0 && Marshal.GetLastPInvokeError() == interrupted);
        if (result == Pid) ended.SetResult(new WaitStatus(status));
        else ended.SetException(new Win32Exception());
    }

    /// <summary>Gives up early when nothing more can come.</summary>
    private Task<string> Await(LineLog log, Func<IReadOnlyList<string>, string?> find, string failure) => Limit.Until(
        () =>
        {
            var isComplete = log.IsComplete;
            return find(log.Lines) ?? (isComplete ? throw new TimeoutException(Describe(failure)) : null);
        },
        () => Describe(failure));
}
