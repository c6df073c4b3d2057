using System.Text;
using Kubexit.Platform.Linux;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Platform;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ProgramFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubexit-install-");

    public ProgramFileTests() => Prerequisites.RequireLinux();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Copy_ToAFile_IsWholeAndExecutable()
    {
        var target = In("copy");
        Assert.Equal(target, Copy(Source('a', 700_001), target));
        Assert.Equal(new string('a', 700_001), File.ReadAllText(target));
        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(target));
    }

    [Fact]
    public void Copy_ToADirectory_GoesInside() => Assert.Equal(In("kubexit"), Copy(Source('a', 10), _folder.FullName));

    [Fact]
    public void Copy_OverAFile_ReplacesIt()
    {
        File.WriteAllText(In("copy"), "something longer than what comes");
        Copy(Source('a', 3), In("copy"));
        Assert.Equal("aaa", File.ReadAllText(In("copy")));
    }

    [Fact]
    public void Copy_OverALink_ReplacesTheLinkAndNotItsTarget()
    {
        File.WriteAllText(In("other"), "other");
        File.CreateSymbolicLink(In("copy"), In("other"));
        Copy(Source('a', 3), In("copy"));
        Assert.Equal(("other", "aaa"), (File.ReadAllText(In("other")), File.ReadAllText(In("copy"))));
        Assert.Null(new FileInfo(In("copy")).LinkTarget);
    }

    [Fact]
    public void Copy_OverADeviceOrFifo_IsRefused()
    {
        Assert.Equal(0, LibC.MakeFifo(In("fifo"), 0x1A4));
        Assert.Contains("it is a FIFO", Fails(In("fifo")), StringComparison.Ordinal);
        Assert.Contains("it is a device", Fails("/dev/null"), StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_OverADirectoryInADirectory_IsRefused()
    {
        Directory.CreateDirectory(In("kubexit"));
        Assert.Contains("it is a directory", Fails(_folder.FullName), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere/kubexit")]
    [InlineData("nowhere/")]
    public void Copy_IntoADirectoryThatIsNotThere_SaysWhatToDo(string target) =>
        Assert.Contains("Create the directory first", Fails(In(target)), StringComparison.Ordinal);

    [Fact]
    public void Copy_LeftoverOfAKilledInstaller_DoesNotStandInTheWay()
    {
        File.WriteAllText(In(".kubexit.0.tmp"), "half");
        Copy(Source('a', 3), In("copy"));
        Assert.Equal("half", File.ReadAllText(In(".kubexit.0.tmp")));
    }

    [Fact]
    public async Task Copy_ManyAtOnce_ReadersNeverSeeHalfAFile()
    {
        const int length = 900_000;
        var (a, b, target) = (Source('a', length), Source('b', length), In("copy"));
        Copy(a, target);
        var copies = Enumerable.Range(0, 40).Select(i => Task.Run(() => Copy(i % 2 == 0 ? a : b, target))).ToArray();
        var all = Task.WhenAll(copies);
        do
        {
            var text = await File.ReadAllTextAsync(target);
            Assert.True(text.Length == length && text.AsSpan().Count(text[0]) == length, "A reader saw a mixture or half a file.");
        }
        while (!all.IsCompleted);
        await all;
        Assert.DoesNotContain(_folder.GetFiles(), f => f.Name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private string Fails(string target)
    {
        var source = Source('x', 3);
        var before = Directory.GetFileSystemEntries(_folder.FullName);
        var message = Assert.Throws<IOException>(() => Copy(source, target)).Message;
        Assert.StartsWith("Cannot install '", message, StringComparison.Ordinal);
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(_folder.FullName).Order());
        return message;
    }

    private static string Copy(string source, string target)
    {
        using var file = Descriptor.Open(NativePath.Of(source), Libc.ORdonly, out _);
        return ProgramFile.Copy(file, target);
    }

    private string Source(char content, int length)
    {
        var path = In("source-" + content);
        File.WriteAllText(path, new string(content, length), Encoding.ASCII);
        return path;
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
