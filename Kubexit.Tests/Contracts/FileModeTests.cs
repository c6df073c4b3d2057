using System.Runtime.InteropServices;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.Platform.Portable;

namespace Kubexit.Tests.Contracts;

/// <summary>The umask belongs to the whole process, so these run alone.</summary>
[Collection(nameof(FileModeTests))]
[CollectionDefinition(nameof(FileModeTests), DisableParallelization = true)]
public sealed partial class FileModeTests : IDisposable
{
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubexit-mode-");
    private readonly uint _umask = SetUmask(0x3f /* 077 */);

    public void Dispose()
    {
        _ = SetUmask(_umask);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Write_B6_LinuxStoreUnderUmask077_IsReadableByAll() => Check(new LinuxGraveyardStore(_folder.FullName));

    [Fact]
    public void Write_B6_PortableStoreUnderUmask077_IsReadableByAll() => Check(new PortableGraveyardStore(_folder.FullName));

    private void Check(IGraveyardStore store)
    {
        store.Write("app", "x"u8);
        using var held = store.TryLock("app", "1");
        foreach (var file in _folder.GetFiles()) Assert.Equal(ReadableByAll, file.UnixFileMode);
        Assert.Equal(LockState.Held, store.Probe("app").State);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetUmask(uint mask);
}
