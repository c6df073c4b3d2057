using System.Collections.Immutable;

namespace Kubexit.Tests.Infrastructure;

/// <summary>
/// A graveyard of a test's own, in memory where the machine has /dev/shm, and everything that was started in it. When the test
/// is done all of that is killed, the descendants that have lost their wrapper included: they still carry the unique path in their
/// environment.
/// </summary>
internal sealed class TemporaryGraveyard : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly EmptyRoot? _emptyRoot;
    private ImmutableList<WrappedProcess>? _processes = [];

    /// <param name="needsProc">Whether the test is about /proc, or its scripts look there: an otherwise empty root has none.</param>
    public TemporaryGraveyard(bool needsProc = false)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "This is about Linux processes.");
        var root = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();
        Folder = System.IO.Path.Combine(root, "kubexit-tests-" + System.IO.Path.GetRandomFileName());
        _emptyRoot = EmptyRoot.For(Folder, needsProc);
        Path = Directory.CreateDirectory(System.IO.Path.Combine(Folder, "graveyard")).FullName;
    }

    /// <summary>A folder for whatever else a test needs; the graveyard is in it.</summary>
    public string Folder { get; }

    public string Path { get; }

    private string Variable => $"KUBEXIT_GRAVEYARD={Path}";

    /// <summary>Removes the directory. A wrapper that mends its files meanwhile, once a second at most, does not keep it.</summary>
    public void Remove()
    {
        for (var tries = 0; Directory.Exists(Path); tries++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException) when (tries < 10)
            {
                // A file came while the others went.
            }
        }
    }

    /// <summary>Wraps a shell script.</summary>
    public WrappedProcess Wrap(string name, string script, params IReadOnlyList<string> variables) =>
        WrapCommand(name, ["sh", "-c", script], variables);

    public WrappedProcess WrapCommand(string name, IReadOnlyList<string> command, params IReadOnlyList<string> variables) =>
        Start([KubexitBinary.Path, .. command], [$"KUBEXIT_NAME={name}", .. variables]);

    /// <summary>Starts any command with this graveyard's path in its environment.</summary>
    public WrappedProcess Start(
        IReadOnlyList<string> command, IReadOnlyList<string> variables, PseudoTerminal? terminal = null,
        StandardError standardError = StandardError.Read) =>
        Start(command, variables, terminal, standardError, _emptyRoot);

    /// <summary>Starts a helper of the test's that is not under test itself, and may need more than an empty root has.</summary>
    public WrappedProcess StartHelper(IReadOnlyList<string> command) => Start(command, [], null, StandardError.Read, root: null);

    private WrappedProcess Start(
        IReadOnlyList<string> command, IReadOnlyList<string> variables, PseudoTerminal? terminal, StandardError standardError,
        EmptyRoot? root)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_processes is null, this);
            var process = WrappedProcess.Start(command, [Variable, .. variables], terminal, standardError, root);
            _processes = _processes.Add(process);
            return process;
        }
    }

    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    public SeenTombstone? Read(string name)
    {
        try
        {
            return new SeenTombstone(File.ReadAllText(FileOf(name)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Waits for a tombstone to be as wanted; gives up early when nobody is left who could write it.</summary>
    public Task<SeenTombstone> WaitFor(string name, Predicate<SeenTombstone> isWanted)
    {
        return Limit.Until(
            () =>
            {
                var isFinal = !_processes!.IsEmpty && _processes.TrueForAll(process => process.HasEnded);
                return Read(name) is { } tombstone && isWanted(tombstone) ? tombstone : isFinal ? throw new TimeoutException(Failure())
                    : null;
            },
            Failure);

        string Failure() => $"The tombstone '{name}' never came to be as expected. It says:\n{Read(name)}\n"
            + string.Join('\n', _processes!.Select(process => process.Describe("was there")));
    }

    /// <summary>Writes as the Go original does: truncate, then write, so that a reader may see an empty file.</summary>
    public void WriteLikeOriginal(string name, string text) => File.WriteAllText(FileOf(name), text);

    public void WriteAtomically(string name, string text)
    {
        File.WriteAllText(FileOf($".{name}.test"), text);
        File.Move(FileOf($".{name}.test"), FileOf(name), overwrite: true);
    }

    /// <summary>Writes an executable file beside the graveyard and returns its path.</summary>
    public string WriteScript(string name, string body)
    {
        var path = System.IO.Path.Combine(Folder, name);
        File.WriteAllText(path, body.StartsWith("#!", StringComparison.Ordinal) ? body : $"#!/bin/sh\n{body}\n");
        Assert.Equal(0, LibC.ChangeMode(path, 0x1ed /* 0755 */));
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        ImmutableList<WrappedProcess> processes;
        lock (_gate) (processes, _processes) = (_processes!, null);
        await Limit.Until(KillEverything, () => $"Processes of {Path} cannot be killed.");
        foreach (var process in processes) await process.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private bool KillEverything()
    {
        var survivors = ProcFs.ProcessesWith(Variable).Where(ProcFs.IsAlive).ToList();
        foreach (var process in survivors) _ = LibC.Kill(process, Sig.Kill);
        return survivors.Count == 0;
    }
}
