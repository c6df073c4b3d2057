using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

/// <summary>What a process keeps of the machine's memory.</summary>
internal static unsafe partial class Libc
{
    public const int DontNeed = 4, ArenaMax = -8;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int madvise(nint address, nint length, int advice);

    /// <summary>glibc's; other libraries have no such function.</summary>
    [LibraryImport(Library)]
    public static partial int mallopt(int parameter, int value);

    /// <summary>glibc's; other libraries have no such function.</summary>
    [LibraryImport(Library)]
    public static partial int malloc_trim(nint keep);
}
