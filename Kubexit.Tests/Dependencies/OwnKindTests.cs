using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Dependencies;

/// <summary>A kind of dependency that only the application knows.</summary>
public sealed class OwnKindTests
{
    [Fact]
    public void Example_OfTheDocumentation_IsTheOneThatIsTestedHere()
    {
        var documented = Repository.CodeBlocks("docs/cluster.md", "csharp").Single(block => block.Contains("RowSource"));
        Assert.Contains(documented.Trim(), Repository.ReadText("Kubexit.Tests/Dependencies/RowSource.cs"));
    }

    [Fact]
    public async Task WaitForBirths_RowAppears_IsFulfilledBesideNeighbours()
    {
        await using var graveyard = new TemporaryGraveyard();
        var asked = new TaskCompletionSource();
        var isThere = false;
        var rows = new RowSource((name, _) =>
        {
            Assert.Equal("orders", name);
            asked.TrySetResult();
            return Task.FromResult(isThere);
        }, TimeSpan.FromMilliseconds(10), TimeProvider.System);
        using var watcher = new DependencyWatcher(new Graveyard(graveyard.Path), [new("row/orders"), new("db")], [], rows);
        var births = watcher.WaitForBirthsAsync(TestContext.Current.CancellationToken);
        await asked.Task.WaitAsync(Limit.Generous, TestContext.Current.CancellationToken);
        isThere = true;
        Assert.False(births.IsCompleted);
        graveyard.WriteAtomically("db", OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        await births.WaitAsync(Limit.Generous, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Watcher_KindThatNobodyTellsOf_IsAnErrorThatNamesIt()
    {
        var graveyard = new Graveyard("/nowhere");
        Assert.Contains("'row' is not a kind of object",
            Assert.Throws<ArgumentException>(() => new DependencyWatcher(graveyard, [new("row/orders")], [])).Message);
        var rows = new RowSource((_, _) => Task.FromResult(true), TimeSpan.FromSeconds(1), TimeProvider.System);
        Assert.Contains("'column' is not a kind of object",
            Assert.Throws<ConfigurationException>(() => new DependencyWatcher(graveyard, [new("column/x")], [], rows)).Message);
    }

    [Fact]
    public async Task Coordinator_KindThatTheSourceDoesNotTellOf_IsAConfigurationError()
    {
        await using var graveyard = new TemporaryGraveyard();
        var options = new CoordinatorOptions { Name = "app", GraveyardPath = graveyard.Path, BirthDependencies = [new("column/x")] };
        var rows = new RowSource((_, _) => Task.FromResult(true), TimeSpan.FromSeconds(1), TimeProvider.System);
        var error = Assert.Throws<ConfigurationException>(() => new Coordinator(options, new() { Command = ["true"] }, rows));
        Assert.Contains("'column' is not a kind of object", error.Message);
    }
}
