#if KUBEXIT_NATIVE
using System.Runtime.InteropServices;
#endif
using Kubexit.Coordination;

namespace Kubexit.Host;

/// <summary>
/// The native file's last words (<c>Native/last_words.c</c>). A build for the .NET runtime has none: there the kernel kills the child's
/// group with us, and the lock tells of the death.
/// </summary>
internal static partial class LastWords
{
#if KUBEXIT_NATIVE
    /// <summary>From here on an end is no longer that of a runtime that did not start.</summary>
    public static void Begin() => Native.kubexit_begin();

    public static ILastWords? Create() => new Native();

    private sealed unsafe partial class Native : ILastWords
    {
        private const string Library = "kubexit_native";

        public void SetGroup(int group) => kubexit_set_group(group);

        public void SetTombstone(string temporaryPath, string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) =>
            kubexit_set_words(temporaryPath, path, Terminated(before), Terminated(after));

        [LibraryImport(Library)]
        public static partial void kubexit_begin();

        [LibraryImport(Library)]
        private static partial void kubexit_set_group(int id);

        [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
        private static partial int kubexit_set_words(string temporary, string path, byte[] before, byte[] after);

        private static byte[] Terminated(ReadOnlySpan<byte> text) => [.. text, 0];
    }
#else
    /// <summary>Nothing has begun that could not be answered.</summary>
    public static void Begin()
    {
    }

    public static ILastWords? Create() => null;
#endif
}
