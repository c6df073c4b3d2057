using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>
/// The native file under the name <c>cp</c>, as the image has it for install steps of manifests that were written for the Go kubexit.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class CopyVerbTests : IAsyncDisposable
{
    private const UnixFileMode Mode0755 = (UnixFileMode)0x1ED;

    private readonly TemporaryGraveyard _graveyard = new();

    public CopyVerbTests()
    {
        Prerequisites.RequireNativeBinary();
        File.Copy(KubexitBinary.Path, In("kubexit"));
        File.CreateSymbolicLink(In("cp"), In("kubexit"));
    }

    public ValueTask DisposeAsync() => _graveyard.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("-f")]
    [InlineData("-pv")]
    public async Task ItsOwnFile_IsCopiedExecutableAndNothingIsSaid(string option)
    {
        var copy = Copy([.. option.Length == 0 ? Array.Empty<string>() : [option], In("kubexit"), In("copy")]);
        await copy.ExitsWith(0);
        Assert.Equal(("", ""), (copy.Output.Text, copy.Errors.Text));
        Assert.Equal(await File.ReadAllBytesAsync(In("kubexit")), await File.ReadAllBytesAsync(In("copy")));
        Assert.Equal(Mode0755, File.GetUnixFileMode(In("copy")));
        var version = _graveyard.Start([In("copy"), "version"], []);
        await version.ExitsWith(0);
    }

    [Fact]
    public async Task Directory_GetsItUnderTheSourcesName()
    {
        Directory.CreateDirectory(In("shared"));
        File.CreateSymbolicLink(In("other-name"), In("kubexit"));
        await Copy(In("other-name"), In("shared")).ExitsWith(0);
        Assert.Equal([In("shared/other-name")], Directory.GetFileSystemEntries(In("shared")));
    }

    /// <summary>An image builder that knows no hard links makes a file of each name.</summary>
    [Fact]
    public async Task SecondFileWithItsContent_IsItself()
    {
        File.Copy(KubexitBinary.Path, In("twin"));
        await Copy(In("twin"), In("copy")).ExitsWith(0);
        Assert.True(File.Exists(In("copy")));
    }

    [Theory]
    [InlineData("other", "copy")]
    [InlineData("missing", "copy")]
    [InlineData("", "copy")]
    [InlineData("kubexit", "")]
    [InlineData("--version")]
    [InlineData("kubexit")]
    [InlineData("kubexit", "copy", "copy")]
    public async Task AnythingElse_IsOneClearErrorAndCopiesNothing(params string[] words)
    {
        File.WriteAllText(In("other"), "other");
        var copy = Copy([.. words.Select(word => word.Length == 0 || word[0] == '-' ? word : In(word))]);
        await copy.ExitsWith(2);
        var line = Assert.Single(copy.Errors.Lines);
        Assert.Contains("copies only itself. Write 'cp /bin/kubexit DEST'", line, StringComparison.Ordinal);
        Assert.False(File.Exists(In("copy")));
    }

    [Fact]
    public async Task FileOfItsSizeWithOtherContent_IsNotItself()
    {
        var content = await File.ReadAllBytesAsync(KubexitBinary.Path);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(In("changed"), content);
        await Copy(In("changed"), In("copy")).ExitsWith(2);
    }

    [Fact]
    public async Task DestinationWithoutDirectory_SaysWhatToDo()
    {
        var copy = Copy(In("kubexit"), In("nowhere/kubexit"));
        await copy.ExitsWith(125);
        await copy.Says("Create the directory first, or mount a volume there.");
    }

    private WrappedProcess Copy(params IReadOnlyList<string> words) => _graveyard.Start([In("cp"), .. words], []);

    private string In(string name) => Path.Combine(_graveyard.Folder, name);
}
