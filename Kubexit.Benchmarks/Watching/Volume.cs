using System.Text;
using Kubexit.Benchmarks.WholeProcess;
using Kubexit.Platform;
using Kubexit.Platform.Linux;

namespace Kubexit.Benchmarks.Watching;

/// <summary>What a volume can do for a graveyard, found out by doing it.</summary>
/// <param name="FileSystem">What the kernel calls it.</param>
/// <param name="Notifies">Whether a watch of the folder tells of a rename in it; without it everybody has to look by himself.</param>
/// <param name="Locks">Whether a lock that one descriptor holds is seen by another; without it nobody notices a killed process.</param>
/// <param name="ReplacesByRename">Whether a rename puts a file in the place of another one; without it there is no graveyard.</param>
/// <param name="RenamesToFreeName">Whether a rename can be told not to replace anything; without it a plain one has to do.</param>
internal sealed record Volume(string FileSystem, bool Notifies, bool Locks, bool ReplacesByRename, bool RenamesToFreeName)
{
    private const string Life = "0123456789abcdef0123456789abcdef";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static Volume Probe(string folder)
    {
        using var graveyard = new TemporaryGraveyard(folder);
        return new Volume(
            new DriveInfo(folder).DriveFormat, TellsOfRename(graveyard), ShowsLock(graveyard),
            Moves(graveyard, free: false), Moves(graveyard, free: true));
    }

    public void Print(string folder)
    {
        var table = new MarkdownTable($"{folder}, {FileSystem}", "");
        table.Add("tells of a rename", Word(Notifies));
        table.Add("shows a lock to others", Word(Locks));
        table.Add("replaces a file by a rename", Word(ReplacesByRename));
        table.Add("renames to a free name only", Word(RenamesToFreeName));
        table.Print();
        if (!Notifies)
            Console.WriteLine("Without notification a death is seen at the next rescan. Only pollers are measured.\n");
        if (!Locks) Console.WriteLine("Without locks a process that is killed is not noticed.\n");
    }

    private static string Word(bool can) => can ? "yes" : "no";

    private static bool TellsOfRename(TemporaryGraveyard graveyard)
    {
        using var heard = new ManualResetEventSlim();
        try
        {
            using var watch = new GraveyardNames().Watch(graveyard.Path, heard.Set);
            graveyard.PrepareDeath("client").Do();
            return heard.Wait(Patience);
        }
        catch (GraveyardException)
        {
            return false;
        }
    }

    private static bool ShowsLock(TemporaryGraveyard graveyard)
    {
        var store = new Graveyard(graveyard.Path).Store;
        using var held = store.TryLock("owner", Life);
        return held is { Problem: null } && store.Probe("owner").State == LockState.Held;
    }

    private static unsafe bool Moves(TemporaryGraveyard graveyard, bool free)
    {
        string from = graveyard.PathOf("from"), to = graveyard.PathOf(free ? "free" : "taken");
        File.WriteAllText(from, "new");
        if (!free) File.WriteAllText(to, "old");
        fixed (byte* source = NativePath.Of(from), target = NativePath.Of(to))
        {
            if ((free ? Libc.RenameToFreeName(source, target) : Libc.Rename(source, target)) != 0) return false;
        }

        return File.ReadAllText(to, Encoding.UTF8) == "new";
    }
}
