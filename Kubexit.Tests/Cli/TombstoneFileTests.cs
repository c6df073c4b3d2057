using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>The file itself: what is in it, who may read it, and that nobody ever sees half of it.</summary>
public sealed class TombstoneFileTests
{
    private const string Timestamp = """ "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z"\n""";

    [Fact]
    public async Task Tombstone_OfAFinishedLife_IsASortedYamlMapping()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 3").ExitsWith(3);
        Assert.Matches($"^Born:{Timestamp}Died:{Timestamp}ExitCode: 3\nLife: \"[0-9a-f]{{32}}\"\nReady:{Timestamp}Reason: "
            + $"Exited\nWaiting:{Timestamp}$", graveyard.Read("app")!.Text);
    }

    [Fact]
    public async Task Tombstone_Timestamps_AreInTheOrderOfLife()
    {
        await using var graveyard = new TemporaryGraveyard();
        var before = DateTimeOffset.UtcNow;
        await graveyard.Wrap("app", "exit 3").ExitsWith(3);
        var tombstone = graveyard.Read("app")!;
        DateTimeOffset?[] moments = [before, tombstone.Waiting, tombstone.Born, tombstone.Ready, tombstone.Died, DateTimeOffset.UtcNow];
        Assert.Equal(moments.Order(), moments);
    }

    [Fact]
    public async Task Tombstone_WithAnAnswer_StillHasSortedKeysAndNamesTheDeath()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("db", "exit 1").ExitsWith(1);
        await graveyard.Wrap("app", "exit 0", "KUBEXIT_DEATH_DEPS=db").ExitsWith(143);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal(tombstone.Keys.Order(StringComparer.Ordinal), tombstone.Keys);
        Assert.Contains(graveyard.Read("db")!.Life!, tombstone.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("077")]
    [InlineData("000")]
    public async Task B06_AnyUmask_TombstoneAndLockHaveMode0644AndNothingElseIsLeft(string umask)
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Start(["sh", "-c", $"umask {umask}; exec {KubexitBinary.Path} true"], ["KUBEXIT_NAME=app"]).ExitsWith(0);
        var files = Directory.EnumerateFileSystemEntries(graveyard.Path).Select(file => Path.GetFileName(file)!).Order(
            StringComparer.Ordinal).ToArray();
        Assert.Equal([".app.alive", "app"], files);
        var listing = graveyard.Start(["stat", "-c", "%a", graveyard.FileOf("app"), graveyard.FileOf(".app.alive")], []);
        await listing.ExitsWith(0);
        Assert.Equal(["644", "644"], listing.Output.Lines);
    }

    /// <summary>Many lives in a row, read all the time: what is read is nothing, or a whole tombstone.</summary>
    [Fact]
    public async Task B06_ConcurrentReader_NeverSeesAnEmptyOrHalfTombstone()
    {
        await using var graveyard = new TemporaryGraveyard();
        var isOver = false;
        var reads = 0;
        var reader = Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                if (graveyard.Read("app") is not { } tombstone) continue;
                reads++;
                Assert.NotNull(tombstone.Waiting);
                Assert.EndsWith("Z\"\n", tombstone.Text, StringComparison.Ordinal);
            }
        });
        for (var i = 0; i < 5; i++) await graveyard.Wrap("app", "exit 0").ExitsWith(0);
        Volatile.Write(ref isOver, true);
        await reader;
        Assert.True(reads > 100, $"Only {reads} reads.");
    }

    [Fact]
    public async Task B10_OwnTombstoneIsALink_TheTargetIsLeftAlone()
    {
        await using var graveyard = new TemporaryGraveyard();
        var target = Path.Combine(graveyard.Folder, "precious");
        File.WriteAllText(target, "precious");
        File.CreateSymbolicLink(graveyard.FileOf("app"), target);
        await graveyard.Wrap("app", "exit 0").ExitsWith(0);
        Assert.Equal("precious", File.ReadAllText(target));
        Assert.Null(File.ResolveLinkTarget(graveyard.FileOf("app"), returnFinalTarget: false));
        Assert.NotNull(graveyard.Read("app")!.Died);
    }

    [Theory]
    [InlineData(".app.tmp")]
    [InlineData(".app.alive")]
    public async Task B10_AnyOtherFileOfOursIsALink_TheTargetIsLeftAlone(string file)
    {
        await using var graveyard = new TemporaryGraveyard();
        var target = Path.Combine(graveyard.Folder, "precious");
        File.WriteAllText(target, "precious");
        File.CreateSymbolicLink(graveyard.FileOf(file), target);
        var status = await graveyard.Wrap("app", "exit 0").Ends();
        Assert.Equal("precious", File.ReadAllText(target));
        Assert.Contains(status.Code, new List<int> { 0, 125 });
    }

    [Fact]
    public async Task B10_DependencysTombstoneIsALink_IsNotFollowed()
    {
        await using var graveyard = new TemporaryGraveyard();
        var target = Path.Combine(graveyard.Folder, "elsewhere");
        File.WriteAllText(target, OriginalTombstone.Dead());
        File.CreateSymbolicLink(graveyard.FileOf("db"), target);
        var app = graveyard.Wrap("app", "echo ready; read code; exit $code", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        await app.Says("'db'");
        app.WriteLine("4");
        await app.ExitsWith(4);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("/etc/x")]
    public async Task B10_NameThatIsNotOneSegment_IsRefusedAndNothingIsWritten(string name)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(name, "echo started");
        await app.ExitsWith(2);
        Assert.Empty(app.Output.Lines);
        Assert.Empty(Directory.EnumerateFileSystemEntries(graveyard.Path));
        Assert.Equal([graveyard.Path], Directory.EnumerateFileSystemEntries(graveyard.Folder));
        await app.Says("KUBEXIT_NAME");
    }
}
