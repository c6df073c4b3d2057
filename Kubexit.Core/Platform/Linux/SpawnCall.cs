namespace Kubexit.Platform.Linux;

/// <summary>One call of posix_spawn(3) with everything it wants laid out in native memory.</summary>
internal static unsafe class SpawnCall
{
    /// <returns>0, or the errno of the step that failed: of the exec too.</returns>
    public static int Run(byte[] path, IReadOnlyList<byte[]> argv, IReadOnlyList<byte[]> envp, ChildStartInfo info, out int pid)
    {
        var attributes = stackalloc byte[Libc.SpawnAttributesSize];
        var actions = stackalloc byte[Libc.SpawnFileActionsSize];
        Libc.posix_spawnattr_init(attributes);
        Libc.posix_spawn_file_actions_init(actions);
        using var nativeArgv = new NativeStrings(argv);
        using var nativeEnvp = new NativeStrings(envp);
        try
        {
            var handsOver = info.TakesTerminal && !info.MakesSession && Terminal.IsOurs;
            SetAttributes(attributes, leadsGroup: !info.MakesSession);
            var errno = AddActions(actions, info, handsOver, out var handOverAfterwards);
            var child = 0;
            if (errno == 0)
            {
                fixed (byte* p = path) errno = Libc.posix_spawn(&child, p, actions, attributes, nativeArgv.Pointer, nativeEnvp.Pointer);
            }

            pid = child;
            if (errno == 0 && handOverAfterwards) Terminal.HandTo(child);
            if (errno != 0 && handsOver) Terminal.Reclaim();
            return errno;
        }
        finally
        {
            Libc.posix_spawn_file_actions_destroy(actions);
            Libc.posix_spawnattr_destroy(attributes);
        }
    }

    // The child gets the mask that we inherited, and SIGPIPE, which the .NET runtime ignores, as it is for every program. glibc sets
    // its own 32 and 33 to be ignored in a spawned child unless they are asked for too.
    private static void SetAttributes(byte* attributes, bool leadsGroup)
    {
        var mask = SignalMask.Inherited;
        Libc.SignalSet defaults = default;
        defaults.Add(SignalName.Pipe);
        defaults.Add(32);
        defaults.Add(33);
        Libc.posix_spawnattr_setsigmask(attributes, &mask);
        Libc.posix_spawnattr_setsigdefault(attributes, &defaults);

        // A child that must not lead a group is put into ours, where it is already: in the native file every child passes setpgid, and is
        // asked there to die with us (spawn.c). 0 would make it a leader, and is what a group outside of our PID namespace is called.
        var group = leadsGroup ? 0 : Libc.getpgrp();
        Libc.posix_spawnattr_setpgroup(attributes, group);
        var flags = Libc.SpawnSetSigdef | Libc.SpawnSetSigmask | (leadsGroup || group > 0 ? Libc.SpawnSetPgroup : 0);
        Libc.posix_spawnattr_setflags(attributes, (short)flags);
    }

    private static int AddActions(byte* actions, ChildStartInfo info, bool handsOver, out bool handOverAfterwards)
    {
        handOverAfterwards = false;
        var errno = 0;
        if (info.WorkingDirectory is { } directory)
        {
            fixed (byte* p = NativePath.Of(directory)) errno = Libc.posix_spawn_file_actions_addchdir_np(actions, p);
        }

        if (errno == 0 && info.Descriptors.Output >= 0)
        {
            fixed (byte* p = "/dev/null\0"u8) errno = Libc.posix_spawn_file_actions_addopen(actions, 0, p, Libc.ORdonly, 0);
            if (errno == 0) errno = Libc.posix_spawn_file_actions_adddup2(actions, info.Descriptors.Output, 1);
            if (errno == 0) errno = Libc.posix_spawn_file_actions_adddup2(actions, info.Descriptors.Error, 2);
        }

        if (errno == 0 && handsOver) handOverAfterwards = !TryHandOverInChild(actions);
        return errno;
    }

    // In the child, before its exec, so that it never runs in the background of its own terminal.
    private static bool TryHandOverInChild(byte* actions)
    {
        try
        {
            return Libc.posix_spawn_file_actions_addtcsetpgrp_np(actions, Terminal.Fd) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }
}
