using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary><c>kubexit self-install</c>: only the native file can, for only that one is whole by itself.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class SelfInstallVerbTests
{
    private const UnixFileMode Mode0755 = (UnixFileMode)0x1ED;

    [Fact]
    public async Task EmptyRoot_WithNothingButTheBinary_MakesAWorkingCopy()
    {
        Prerequisites.RequireNativeBinary();
        Assert.SkipUnless(Prerequisites.IsRoot, "Only root can change the root directory.");
        await using var graveyard = new TemporaryGraveyard();
        var root = Directory.CreateDirectory(Path.Combine(graveyard.Folder, "root")).FullName;
        File.Copy(KubexitBinary.Path, Path.Combine(root, "kubexit"));
        var install = graveyard.Start(["chroot", root, "/kubexit", "self-install", "/copy"], []);
        await install.ExitsWith(0);
        await install.Prints("installed /copy");
        Assert.Equal(["copy", "kubexit"],
            Directory.EnumerateFileSystemEntries(root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await graveyard.Start(["chroot", root, "/copy", "self-install", "/copy-of-a-copy"], []).ExitsWith(0);
        Assert.Equal(await File.ReadAllBytesAsync(KubexitBinary.Path), await File.ReadAllBytesAsync(Path.Combine(root, "copy-of-a-copy")));
        var version = graveyard.Start([Path.Combine(root, "copy-of-a-copy"), "--version"], []);
        await version.ExitsWith(0);
        Assert.StartsWith("kubexit ", version.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directory_PutsItInside_ExecutableWhateverTheUmask()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var directory = Directory.CreateDirectory(Path.Combine(graveyard.Folder, "shared")).FullName;
        await graveyard.Start(["sh", "-c", "umask 077; exec \"$0\" self-install \"$1\"", KubexitBinary.Path, directory], []).ExitsWith(0);
        var file = Assert.Single(Directory.GetFileSystemEntries(directory));
        Assert.Equal((Path.Combine(directory, "kubexit"), Mode0755), (file, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task DirectoryInTheWay_IsNeverOverwritten()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var inTheWay = Directory.CreateDirectory(Path.Combine(graveyard.Folder, "shared", "kubexit")).FullName;
        var install = graveyard.Start([KubexitBinary.Path, "self-install", Path.GetDirectoryName(inTheWay)!], []);
        await install.ExitsWith(125);
        await install.Says("it is a directory");
        Assert.Equal([inTheWay], Directory.GetFileSystemEntries(Path.GetDirectoryName(inTheWay)!));
    }

    [Fact]
    public async Task FullDisk_LeavesNothingHalfAndWhatWasThereUntouched()
    {
        Prerequisites.RequireNativeBinary();
        var prefix = Prerequisites.RequireMountNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var volume = Directory.CreateDirectory(Path.Combine(graveyard.Folder, "volume")).FullName;
        var script = "mount -t tmpfs -o size=1m none \"$1\" && echo old > \"$1/kubexit\"; \"$0\" self-install \"$1\"; echo exit $?; ls "
            + "-A \"$1\"; cat \"$1/kubexit\"";
        var install = graveyard.Start([.. prefix, "sh", "-c", script, KubexitBinary.Path, volume], []);
        await install.ExitsWith(0);
        Assert.Equal(["exit 125", "kubexit", "old"], install.Output.Lines);
        await install.Says("No space left on device. Free space in the volume");
    }

    [Fact]
    public async Task SeveralAtOnce_AllSucceedAndTheFileIsWhole()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var target = Path.Combine(graveyard.Folder, "kubexit");
        var installs = Enumerable.Range(0, 6).Select(_ => graveyard.Start([KubexitBinary.Path, "self-install", target], [])).ToArray();
        foreach (var install in installs) await install.ExitsWith(0);
        Assert.Equal(await File.ReadAllBytesAsync(KubexitBinary.Path), await File.ReadAllBytesAsync(target));
        Assert.Equal([graveyard.Path, target], Directory.GetFileSystemEntries(graveyard.Folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task BuildOfSeveralFiles_RefusesToInstallOneOfThem()
    {
        Assert.SkipWhen(KubexitBinary.IsNative, "This is about a build that is not native.");
        await using var graveyard = new TemporaryGraveyard();
        var install = graveyard.Start([KubexitBinary.Path, "self-install", Path.Combine(graveyard.Folder, "kubexit")], []);
        await install.ExitsWith(125);
        await install.Says("this build is not one file");
    }
}
