namespace Kubexit.Platform.Linux;

/// <summary>Reaps processes that were left to us: as PID 1 of a container, or as the subreaper we asked to be.</summary>
internal sealed unsafe class OrphanReaper(LinuxChildLauncher launcher)
{
    /// <summary>Asks the kernel to give us the orphans among our descendants.</summary>
    /// <exception cref="InvalidOperationException">The kernel refused.</exception>
    public static void BecomeSubreaper()
    {
        if (Libc.prctl(Libc.PrSetChildSubreaper, 1, 0, 0, 0) != 0)
            throw new InvalidOperationException(
                $"Cannot become the child subreaper: {Libc.Describe(Libc.Errno)}. Unset {OptionNames.Word("Subreaper")}.");
    }

    /// <summary>On SIGCHLD, which stands for any number of ends: takes every end there is.</summary>
    public void ReapAll()
    {
        while (true)
        {
            Libc.ChildStatus status = default;
            if (Libc.waitid(Libc.PAll, 0, &status, Libc.WExited | Libc.WNohang | Libc.WNowait) != 0 || status.Pid == 0) return;
            if (launcher.Find(status.Pid) is { } own)
            {
                own.CheckExit();
                if (!own.IsLingering) continue;
                ReapOthers();
                return;
            }

            _ = Libc.waitid(Libc.PPid, status.Pid, &status, Libc.WExited | Libc.WNohang);
        }
    }

    /// <summary>
    /// While a child of ours stays unreaped, so that its group keeps its id, the kernel names it first each time: the others are in /proc.
    /// </summary>
    private void ReapOthers()
    {
        foreach (var row in ProcessTable.Read() ?? [])
        {
            if (row.Parent != Environment.ProcessId || !row.IsZombie) continue;
            Libc.ChildStatus status = default;
            if (launcher.Find(row.Id) is { } own) own.CheckExit();
            else _ = Libc.waitid(Libc.PPid, row.Id, &status, Libc.WExited | Libc.WNohang);
        }
    }
}
