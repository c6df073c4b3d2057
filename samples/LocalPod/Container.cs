using System.Diagnostics;
using System.Reflection;
using Kubexit.Kubernetes;

namespace LocalPod;

/// <summary>A process under a real <c>kubexit</c>; its output is printed with its name before every line.</summary>
internal sealed class Container : IDisposable
{
    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    private static readonly string KubexitPath =
        typeof(Container).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "KubexitPath").Value!;

    private readonly string _name;
    private readonly Process _process;
    private string? _killOn;

    public Container(string name, string graveyard, string[] arguments, Dictionary<string, string> settings)
    {
        _name = name;
        var start = new ProcessStartInfo(KubexitPath)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Container).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var variable in start.Environment.Keys.Where(k => k.StartsWith("KUBEXIT_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        foreach (var (variable, value) in settings) start.Environment[variable] = value;
        start.Environment["KUBEXIT_NAME"] = name;
        start.Environment["KUBEXIT_GRAVEYARD"] = graveyard;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Print(e.Data);
        _process.ErrorDataReceived += (_, e) => Print(e.Data);
    }

    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <summary>Kills the wrapper, and only it, when its child prints a line with this word.</summary>
    public void KillOn(string word) => _killOn = word;

    public void Start()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Exited = WaitAsync();
    }

    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void Print(string? line)
    {
        if (line is null) return;
        lock (Clock) Console.WriteLine($"{Clock.Elapsed.TotalSeconds,6:0.00} [{_name}] {line}");
        if (_killOn is not { } word || !line.Contains(word, StringComparison.Ordinal)) return;
        _killOn = null;
        lock (Clock) Console.WriteLine($"{Clock.Elapsed.TotalSeconds,6:0.00} [pod] SIGKILL to the client's kubexit");
        _process.Kill();
    }
}
