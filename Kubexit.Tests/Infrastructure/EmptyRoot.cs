using System.ComponentModel;
using System.Diagnostics;

namespace Kubexit.Tests.Infrastructure;

/// <summary>
/// With <c>KUBEXIT_TEST_ROOT=empty</c> a process under test is PID 1 of a pid namespace of its own, as in a container, and its root holds
/// nothing but the native file, a static busybox for the scripts it wraps, a few devices, and the test's folder: no libc, no /etc, no /tmp,
/// and no /proc unless the test is about it.
/// </summary>
/// <remarks>
/// The kernel takes the mounts away with the last process that sees them: nothing is left behind, not even by a run that was killed.
/// </remarks>
internal sealed class EmptyRoot(string folder, bool hasProc)
{
    /// <summary>Every machine has this directory; each process sees a root of its own in it.</summary>
    private const string Root = "/mnt";

    private const string BusyBox = "/bin/busybox";

    /// <summary>
    /// What every container has, as far as somebody needs it: shells open the first for what they start in the background, scripts name
    /// the others. The file itself needs none.
    /// </summary>
    private static readonly string[] Devices = ["/dev/null", "/dev/zero", "/dev/full"];

    private static readonly Lazy<string[]> Applets = new(Prepare);

    public static bool IsAskedFor => Environment.GetEnvironmentVariable("KUBEXIT_TEST_ROOT") switch
    {
        null or "" => false,
        "empty" => true,
        var other => throw new InvalidOperationException($"Cannot use KUBEXIT_TEST_ROOT '{other}'. Write 'empty', or nothing."),
    };

    /// <summary>
    /// The command prefix that changes to the empty root. A command that has it, or another <c>chroot</c>, changes to no other.
    /// </summary>
    public static string[] Enter(params string[] options) => ["chroot", .. options, Root];

    /// <returns>Null where the machine's own root is to be used.</returns>
    /// <exception cref="InvalidOperationException">It is asked for, and this machine cannot make one.</exception>
    public static EmptyRoot? For(string folder, bool hasProc) => IsAskedFor && Applets.Value.Length > 0 ? new(folder, hasProc) : null;

    /// <summary>
    /// Starts the command through <paramref name="spawn"/>, which starts one process as PID 1 and returns its id as we know it.
    /// </summary>
    public int Start(IReadOnlyList<string> command, Func<IReadOnlyList<string>, int> spawn) => Start(command, spawn, Applets.Value);

    private int Start(IReadOnlyList<string> command, Func<IReadOnlyList<string>, int> spawn, string[] applets)
    {
        var inside = command.Contains("chroot") ? command : [.. Enter(), .. command];
        var started = new TaskCompletionSource<int>();

        // The namespaces are those of one thread and its child; no other may come to see them.
        new Thread(() =>
        {
            try
            {
                Furnish(applets);
                started.SetResult(spawn(
                    hasProc ? ["sh", "-c", $"mount -t proc none {Root}/proc && exec \"$@\"", "sh", .. inside] : inside));
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }).Start();
        return started.Task.GetAwaiter().GetResult();
    }

    private void Furnish(string[] applets)
    {
        Check(LibC.Unshare(LibC.NewMountNamespace), "create a mount namespace");
        Mount("none", "/", LibC.MountPrivate | LibC.MountRecursive);
        Mount("none", Root, 0, "tmpfs", "mode=755");
        foreach (var file in Devices.Append(KubexitBinary.Path).Append(BusyBox))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Root + file)!);
            File.Create(Root + file).Dispose();
            Mount(file, Root + file, LibC.MountBind);
        }

        Directory.CreateDirectory(Root + folder);
        Mount(folder, Root + folder, LibC.MountBind);
        if (hasProc) Directory.CreateDirectory(Root + "/proc");
        foreach (var applet in applets) File.CreateSymbolicLink($"{Root}/bin/{applet}", BusyBox);
    }

    private static void Mount(string source, string target, nuint flags, string? type = null, string? options = null) =>
        Check(LibC.Mount(source, target, type, flags, options), $"mount {source} on {target}");

    private static void Check(int result, string what)
    {
        if (result != 0) throw new InvalidOperationException($"Cannot {what}: {new Win32Exception().Message}.");
    }

    /// <summary>Fails loudly: a suite that silently ran elsewhere would prove nothing.</summary>
    private static string[] Prepare()
    {
        const string Needs = "KUBEXIT_TEST_ROOT=empty needs root, the native file in KUBEXIT_TEST_BINARY, chroot(1), and a static "
            + "busybox in " + BusyBox;
        if (!KubexitBinary.IsNative || !Prerequisites.IsRoot || !File.Exists(BusyBox)) throw new InvalidOperationException(Needs + ".");
        using var list = Process.Start(new ProcessStartInfo(BusyBox, "--list") { RedirectStandardOutput = true })!;
        string[] applets = [.. list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(
            applet => applet != "busybox")];
        try
        {
            var trial = new EmptyRoot(AppContext.BaseDirectory, hasProc: true).Start(
                ["test", "-e", "/proc/1"], command => Spawn.Start(command, [], [0, 1, 2], terminal: null, isInit: true), applets);
            if (LibC.WaitPid(trial, out var status, 0) == trial && status == 0) return applets;
            throw new InvalidOperationException($"The trial ended with {new WaitStatus(status)}.");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{Needs}. {e.Message}", e);
        }
    }
}
