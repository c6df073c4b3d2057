using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>That the suite runs where it says: with <c>KUBEXIT_TEST_ROOT=empty</c>, as PID 1 of a root that holds nothing else.</summary>
public sealed class EmptyRootTests
{
    [Fact]
    public async Task Wrapper_IsPid1AndItsRootHoldsNothingButItselfAToolBoxAndDevices()
    {
        Assert.SkipUnless(EmptyRoot.IsAskedFor, "This is about the empty root: KUBEXIT_TEST_ROOT=empty asks for it.");
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", $"echo $PPID; find / -path {graveyard.Folder} -prune -o ! -type d ! -type l -print | sort");
        await app.ExitsWith(0);
        string[] files = ["/bin/busybox", "/dev/full", "/dev/null", "/dev/zero", KubexitBinary.Path];
        Assert.Equal(["1", .. files.Order(StringComparer.Ordinal)], app.Output.Lines);
    }
}
