using System.Diagnostics;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>The small C programs of the measurements, compiled anew for each run.</summary>
internal sealed class NativePrograms : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kubexit-benchmarks-").FullName;

    public NativePrograms()
    {
        // A peer may become another user first.
        File.SetUnixFileMode(_directory,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Child = Compile("child");
        Limit = Compile("limit");
        Look = Compile("look");
    }

    public string Child { get; }

    public string Limit { get; }

    public string Look { get; }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Compile(string name)
    {
        var program = Path.Combine(_directory, name);
        var source = Path.Combine(AppContext.BaseDirectory, "WholeProcess", name + ".c");
        using var compiler = Process.Start("cc", ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-o", program, source]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? program
            : throw new InvalidOperationException($"Cannot compile '{source}': cc failed. Install a C compiler.");
    }
}
