using System.Diagnostics;

namespace Kubexit.Tests.Infrastructure;

/// <summary>What a test needs from the machine beyond the .NET SDK. Where it is missing the test is skipped, and says why.</summary>
internal static class Prerequisites
{
    private static readonly Lazy<string[]?> PidNamespace = new(() => Unshare("--pid", "--fork", "--kill-child", "--mount-proc"));
    private static readonly Lazy<string[]?> MountNamespace = new(() => Unshare("--mount"));
    private static readonly Lazy<string[]?> UserNamespace = new(() => Unshare("--user", "--map-root-user"));

    public static bool IsRoot => LibC.EffectiveUser() == 0;

    public static void RequireLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "This is about Linux processes.");

    public static void RequireNativeBinary() =>
        Assert.SkipUnless(KubexitBinary.IsNative, "This is about the native file: publish it and name it in KUBEXIT_TEST_BINARY.");

    /// <summary>The command prefix that runs what follows as PID 1 of a new pid namespace.</summary>
    public static string[] RequirePidNamespace() => EmptyRoot.IsAskedFor ? [] : Require(PidNamespace.Value, "a new pid namespace");

    /// <summary>The command prefix that runs what follows in a new mount namespace where it may mount.</summary>
    public static string[] RequireMountNamespace() => Require(MountNamespace.Value, "a new mount namespace");

    /// <summary>The command prefix that runs what follows as root of a new user namespace, whose limits it may set.</summary>
    public static string[] RequireUserNamespace() =>
        // A process in a changed root may not create one.
        [.. Require(UserNamespace.Value, "a new user namespace"), .. EmptyRoot.IsAskedFor ? EmptyRoot.Enter() : []];

    /// <summary>The command prefix that runs what follows under another user id.</summary>
    public static string[] RequireUser(int user)
    {
        Assert.SkipUnless(IsRoot, "Only root can start processes under other user ids.");
        if (EmptyRoot.IsAskedFor) return EmptyRoot.Enter($"--userspec={user}:{user}", "--groups=");
        string[] prefix = ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups"];
        Assert.SkipUnless(Works([.. prefix, "test", "-x", KubexitBinary.Path]),
            $"setpriv is missing, or user {user} cannot execute {KubexitBinary.Path}.");
        return prefix;
    }

    private static string[] Require(string[]? prefix, string what)
    {
        Assert.SkipWhen(prefix is null,
            $"This machine does not let us create {what} (needs util-linux and root, or unprivileged user namespaces).");
        return prefix!;
    }

    private static string[]? Unshare(params string[] options)
    {
        string[] asRoot = ["unshare", .. options], asUser = ["unshare", "--user", "--map-root-user", .. options];
        string[] probe = ["sh", "-c", "mount -t tmpfs -o size=64k none /mnt"];
        string[] test = options.Contains("--mount") ? probe : ["true"];
        return Works([.. asRoot, .. test]) ? asRoot : Works([.. asUser, .. test]) ? asUser : null;
    }

    private static bool Works(string[] command)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
