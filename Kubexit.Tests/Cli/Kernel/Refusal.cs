using System.Diagnostics;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>
/// Runs the native file with a system call that fails: <c>refuse.c</c>, a real seccomp filter, compiled when it is first needed.
/// </summary>
internal static class Refusal
{
    private static readonly Lazy<string> Launcher = new(Compile);

    /// <summary>Skips the test where there is no compiler, no native file, or no right to filter.</summary>
    public static void Require()
    {
        Prerequisites.RequireNativeBinary();
        Assert.SkipWhen(EmptyRoot.IsAskedFor, "The launcher and its supervisor need more than an empty root has.");
        Assert.SkipWhen(Launcher.Value.Length == 0, "This needs a C compiler (cc) and a kernel that lets us filter system calls.");
    }

    /// <summary>The command prefix under which calls of the file that follows fail.</summary>
    /// <param name="calls">One name, several with commas, or "all".</param>
    /// <param name="error">Such as "EPERM"; "none" to count only.</param>
    /// <param name="options">As <c>refuse.c</c> has them.</param>
    public static string[] Of(string calls, string error, params string[] options) => [Launcher.Value, .. options, calls, error, "--"];

    /// <summary>The calls that were refused, once nobody is left who could make one.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> ReadLog(string path)
    {
        await Limit.Until(() => File.Exists(path), () => "The supervisor has written no log.");
        return File.ReadAllLines(path).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => int.Parse(words[1]));
    }

    private static string Compile()
    {
        var folder = Directory.CreateTempSubdirectory("kubexit-refuse-").FullName;
        var source = Path.Combine(Repository.Root, "Kubexit.Tests/Cli/Kernel/refuse.c");
        var script = $$"""
            cd {{folder}} && chmod 755 . &&
            echo '#include <asm/unistd.h>' | cc -E -dM - | sed -n 's/^#define __NR_\([a-z0-9_]*\) .*/{ "\1", __NR_\1 },/p' > syscalls.h &&
            echo '#include <errno.h>' | cc -E -dM - | sed -n 's/^#define \(E[A-Z0-9]*\) .*/{ "\1", \1 },/p' > errors.h &&
            cc -O2 -Wall -Wextra -Werror -I. -o refuse {{source}} && ./refuse getpid none /bin/true && rm *.h
            """;
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        if (errors.Contains("error:", StringComparison.Ordinal)) throw new InvalidOperationException(errors);
        return process.ExitCode == 0 ? Path.Combine(folder, "refuse") : "";
    }
}
