using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Packaging;

/// <summary>The code in docs/building-blocks.md is the code of samples/BuildingBlocks, which is compiled; here it runs.</summary>
public sealed class DocumentedExamplesTests
{
    [Fact]
    public void BuildingBlocks_EveryBlockOfTheDocument_IsCompiled()
    {
        var compiled = Unindented(Repository.ReadText("samples/BuildingBlocks/Examples.cs"));
        var blocks = Repository.CodeBlocks("docs/building-blocks.md", "csharp");
        Assert.Equal(4, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Unindented(block), compiled, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_AnAppIsBornAndDies_BothAreSeen()
    {
        await using var graveyard = new TemporaryGraveyard();
        var watch = Run(graveyard, "watch");
        graveyard.WriteAtomically("db", OriginalTombstone.Alive);
        await watch.Prints("db is Alive");
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await watch.Prints("db is Dead");
    }

    [Fact]
    public async Task Wait_ForABirthThenADeath_EndsWithTheDeath()
    {
        await using var graveyard = new TemporaryGraveyard();
        var wait = Run(graveyard, "wait");
        graveyard.WriteAtomically("job", OriginalTombstone.Dead(3));
        Assert.False(wait.HasEnded);
        graveyard.WriteAtomically("db", OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        await wait.ExitsWith(0);
        Assert.Equal(["'job' died (exit code 3)"], wait.Output.Lines);
    }

    [Fact]
    public async Task Supervise_AChild_IsStopped()
    {
        await using var graveyard = new TemporaryGraveyard();
        var supervise = Run(graveyard, "supervise");
        await supervise.ExitsWith(0);
        Assert.StartsWith("started process ", supervise.Output.Lines[0], StringComparison.Ordinal);
        Assert.Equal("ended with signal TERM", supervise.Output.Lines[1]);
    }

    [Fact]
    public async Task Coordinate_AChild_LeavesATombstone()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteAtomically("db", OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        var coordinate = Run(graveyard, "coordinate");
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        graveyard.WriteAtomically("job", OriginalTombstone.Dead());
        await coordinate.ExitsWith(0);
        Assert.Equal(["DependencyDied: signal TERM"], coordinate.Output.Lines);
        Assert.Equal(("TERM", "DependencyDied"), (graveyard.Read("app")!.Signal, graveyard.Read("app")!.Reason));
    }

    private static WrappedProcess Run(TemporaryGraveyard graveyard, string example) =>
        graveyard.Start([Repository.Executable("samples/BuildingBlocks"), example, graveyard.Path], []);

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
