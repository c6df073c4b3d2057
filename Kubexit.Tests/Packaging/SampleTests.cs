using System.Text.RegularExpressions;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Packaging;

/// <summary>The two embedded samples beside a wrapped process, as samples/embedded-pod.sh runs them.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task EmbeddedPod_MainEnds_EverybodyHasStartedAndStoppedInOrder()
    {
        await using var graveyard = new TemporaryGraveyard();
        var worker = graveyard.Start([Worker], []);
        var web = graveyard.Start([Repository.Executable("samples/EmbeddedWeb")], ["ASPNETCORE_URLS=http://127.0.0.1:0", "WarmUp=0.3"]);
        var main = graveyard.Wrap("main", Scripts.UntilTold, "KUBEXIT_BIRTH_DEPS=worker");
        await graveyard.WaitFor("main", tombstone => tombstone.IsAlive);
        main.CloseInput();
        await worker.ExitsWith(0);
        await web.ExitsWith(0);
        var (first, second, third) = (graveyard.Read("web")!, graveyard.Read("worker")!, graveyard.Read("main")!);
        Assert.True(first.Born <= first.Ready && first.Ready <= second.Born && second.Ready <= third.Born);
        Assert.Equal(("DependencyDied", "DependencyDied", "Exited"), (first.Reason, second.Reason, third.Reason));
    }

    [Fact]
    public async Task EmbeddedPodScript_AsItIs_PrintsTheThreeTombstonesOfDeaths()
    {
        await using var graveyard = new TemporaryGraveyard();
        var script = graveyard.StartHelper(
            ["env", $"CONFIGURATION={Repository.Configuration}", Path.Combine(Repository.Root, "samples/embedded-pod.sh")]);
        await script.ExitsWith(0);
        foreach (var name in (string[])["main", "worker", "web"]) await script.Prints("--- " + name);
        Assert.Equal(3, script.Output.Lines.Count(line => line.StartsWith("Died: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task NodeTerminationNotices_EndIsAnnounced_CheckpointIsWrittenAndTheNextLifeGoesOnThere()
    {
        await using var graveyard = new TemporaryGraveyard();
        var (notice, checkpoint) = (Path.Combine(graveyard.Folder, "notice.json"), Path.Combine(graveyard.Folder, "checkpoint"));
        await File.WriteAllTextAsync(checkpoint, "41");
        var worker = graveyard.Start([Repository.Executable("samples/NodeTerminationNotices"), notice, checkpoint], []);
        await worker.Prints("working from item 41 on");
        await File.WriteAllTextAsync(notice, """{"inSeconds": 30}""");
        await worker.ExitsWith(0);
        Assert.Contains(worker.Output.Lines, line => line.StartsWith("checkpoint at item ", StringComparison.Ordinal));
        Assert.True(long.Parse(await File.ReadAllTextAsync(checkpoint), System.Globalization.CultureInfo.InvariantCulture) >= 41);
    }

    /// <summary>The image has the same name in all documents and samples.</summary>
    [Fact]
    public void Image_WhereverItIsNamed_HasOneName()
    {
        string[] roots = ["samples", "docs"];
        var files = roots.SelectMany(
            root => Directory.EnumerateFiles(Path.Combine(Repository.Root, root), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".yaml" or ".md" || Path.GetFileName(file) == "Dockerfile")
            .Append(Path.Combine(Repository.Root, "README.md"));
        var names = files.SelectMany(file => Regex.Matches(File.ReadAllText(file), @"[\w.-]+/[\w./-]*/?kubexit:[\w.]+")).Select(
            match => match.Value).ToHashSet();
        names.RemoveWhere(name => name.StartsWith("registry.example/", StringComparison.Ordinal)); // The reader's own.
        Assert.Equal([Samples.SampleManifest.Image], names);
    }

    /// <summary>The native one where it has been published.</summary>
    private static string Worker =>
        Environment.GetEnvironmentVariable("KUBEXIT_TEST_WORKER") is { Length: > 0 } given ? given
            : Repository.Executable("samples/EmbeddedWorker");
}
