using System.Globalization;

namespace Kubexit.Platform.Linux;

/// <summary>Gives memory back to the machine that a start, or a burst of work, has left behind.</summary>
internal static class ProcessMemory
{
    /// <summary>
    /// Lets all threads share one heap of libc's: a heap for each would be quicker for many that allocate at once, and each keeps what it
    /// had.
    /// </summary>
    public static void ShareHeap()
    {
        try
        {
            _ = Libc.mallopt(Libc.ArenaMax, 1);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc, and one heap anyway.
        }
    }

    /// <summary>
    /// Collects all garbage, returns what the allocator of libc holds, and unmaps the pages of the program's own file: those that are
    /// needed are mapped anew from the page cache when they are, those that only the start needed are not.
    /// </summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            _ = Libc.malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc, and no harm done.
        }
        // Advice: it may be refused.
        foreach (var (start, end) in CleanPagesOf(Environment.ProcessPath)) _ = Libc.madvise(start, end - start, Libc.DontNeed);
    }

    /// <summary>The mappings of a file that hold nothing but what the file holds: not writable, and never written.</summary>
    private static List<(nint Start, nint End)> CleanPagesOf(string? path)
    {
        var clean = new List<(nint, nint)>();
        (nint, nint)? mapping = null;
        try
        {
            foreach (var line in File.ReadLines("/proc/self/smaps"))
            {
                if (line.StartsWith("Anonymous:", StringComparison.Ordinal))
                {
                    if (mapping is { } found && line.AsSpan(10).TrimStart().StartsWith("0 ")) clean.Add(found);
                    mapping = null;
                }
                else if (path is not null && line.EndsWith(' ' + path, StringComparison.Ordinal))
                {
                    var words = line.Split(' ', 3);
                    var ends = words[0].Split('-');
                    if (words[1].StartsWith('r') && words[1][1] == '-') mapping = (Address(ends[0]), Address(ends[1]));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // No /proc: nothing is known, and nothing given back.
        }
        return clean;
    }

    private static nint Address(string hexadecimal) =>
        nint.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
