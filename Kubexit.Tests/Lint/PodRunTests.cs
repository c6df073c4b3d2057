using System.Xml.Linq;
using Kubexit.Lint.CommandLine;
using Kubexit.Lint.Graphs;
using Kubexit.Lint.Verbs;
using Kubexit.StatusReports;

namespace Kubexit.Tests.Lint;

public sealed class PodRunTests
{
    [Fact]
    public void Run_BirthsAndDeaths_HappenWhenTheyWould() => Assert.Equal(
        [
            "server: born 0, ready 2, died 12 143 DependencyDied",
            "client: waiting 0, born 2, ready 2, died 12 0 Exited",
        ],
        Run("server=2s,client=10s", "server READINESS_FILE=/ready DEATH_DEPS=client", "client BIRTH_DEPS=server"));

    [Fact]
    public void Run_WithoutAProbe_TheTimeIsThatUntilItsEnd() => Assert.Equal(
        ["a: born 0, ready 0, died 3 0 Exited", "b: waiting 0, born 3, ready 4, died 8 0 Exited"],
        Run("a=3s,b=1s/5s", "a", "b BIRTH_DEPS=a:succeeded"));

    [Fact]
    public void Run_NameThatNobodyHas_EndsInTheBirthTimeout() => Assert.Equal(
        ["app: waiting 0, died 30 124 BirthTimeout"], Run("", "app BIRTH_DEPS=nobody"));

    [Fact]
    public void Run_OptionalNameThatNobodyHas_IsSkipped() =>
        Assert.Equal(["app: waiting 0, born 2, ready 2"], Run("", "app BIRTH_DEPS=nobody?"));

    [Fact]
    public void Run_Object_IsThereWhenItWasSaid() => Assert.Equal(
        ["app: waiting 0, born 6, ready 6", "job/migrate: born 0, ready 6, died 6 0 Exited"],
        Run("job/migrate=6s", "app BIRTH_DEPS=job/migrate"));

    [Fact]
    public void Run_DeathWhileWaiting_NothingIsStarted() => Assert.Equal(
        ["a: born 0, ready 0, died 1 0 Exited", "b: waiting 0, died 1 143 DependencyDied"],
        Run("a=1s", "a", "b BIRTH_DEPS=nobody DEATH_DEPS=a"));

    [Fact]
    public void Run_FailedIsNotSucceeded_TheOneLivesAndTheOtherIsStopped() => Assert.Equal(
        ["a: waiting 0, died 30 124 BirthTimeout", "b: born 0, ready 0, died 30 143 DependencyDied", "c: born 0, ready 0"],
        Run("", "a BIRTH_DEPS=nobody", "b DEATH_DEPS=a:failed", "c DEATH_DEPS=a:succeeded"));

    [Fact]
    public void Run_InitContainersAndSidecars_GoFirstAndTheSidecarLast()
    {
        var first = "  initContainers:\n  - {name: one}\n  - {name: mesh, restartPolicy: Always}\n  - {name: two}\n";
        Assert.Equal(
            [
                "one: born 0, ready 0, died 2 0 Exited",
                "mesh: born 2, ready 3, died 10 143 Terminated",
                "two: born 2, ready 2, died 5 0 Exited",
                "app: waiting 5, born 5, ready 5, died 10 0 Exited",
            ],
            Lives(new PodRun(Pictures.Of(Pictures.Manifest(first, "app")), Takes("one=2s,mesh=1s,two=3s,app=5s")).Status));
    }

    [Fact]
    public void Run_Cycle_EndsInTheBirthTimeouts() =>
        Assert.All(Lives(new PodRun(Pictures.Named("cycle"), new Dictionary<string, TakenTime>()).Status).Skip(1),
            life => Assert.EndsWith("124 BirthTimeout", life, StringComparison.Ordinal));

    [Fact]
    public void Run_RandomPods_EndAndCanBeDrawn()
    {
        var random = new Random(19);
        for (var i = 0; i < 100; i++)
        {
            string Names() => string.Join(',', Enumerable.Range(0, 3).Select(_ => $"c{random.Next(8)}:died").Distinct());
            var graph = Pictures.Pod(
                [.. Enumerable.Range(0, 6).Select(n => $"c{n} BIRTH_DEPS={Names()} DEATH_DEPS={Names()} OUTLIVE_DEPS=c{random.Next(6)}")]);
            var takes = Enumerable.Range(0, 6).Where(_ => random.Next(2) == 0).ToDictionary(
                n => $"c{n}", n => new TakenTime(TimeSpan.FromSeconds(n), null));
            XDocument.Parse(StatusSvg.Render(new PodRun(graph, takes).Status));
            XDocument.Parse(StatusSvg.Render(new PodDeletion(graph).Status));
        }
    }

    [Theory]
    [InlineData("graph", "no file was given")]
    [InlineData("graph --takes a=1s x.yaml", "--takes: it is about --timeline")]
    [InlineData("graph --timeline --deletion x.yaml", "each is a picture of its own")]
    [InlineData("graph --timeline --output dot x.yaml", "Graphviz draws no timelines")]
    [InlineData("graph --output png x.yaml", "'png' is not one of the words allowed here. Write svg, mermaid or dot")]
    [InlineData("graph --colour x.yaml", "there is no such flag")]
    [InlineData("graph --timeline --takes a x.yaml", "entry 'a' of --takes: it is not NAME=TIME")]
    [InlineData("graph --timeline --takes a=5 x.yaml", "entry 'a=5' of --takes")]
    [InlineData("graph --timeline --takes a=5s/1s x.yaml", "it ends before it is ready")]
    [InlineData("graph --timeline --takes a=1s,a=2s x.yaml", "it names 'a' twice")]
    public void Flags_Wrong_SayWhatAndTheRemedy(string line, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => new GraphFlags().Read(line.Split(' ')[1..])).Errors.Single();
        Assert.StartsWith("Cannot ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_TakesAnUnknownName_IsAnError()
    {
        var request = new GraphFlags().Read(["--timeline", "--takes", "ap=1s", "x.yaml"]);
        var error = Assert.Throws<ConfigurationException>(() => GraphVerb.Draw(request, [Pictures.Pod("app")]));
        Assert.Contains("'ap' is not a container", error.Errors.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_SeveralTimelines_AreOnePictureWithoutDoubleIds()
    {
        var svg = GraphVerb.Draw(new GraphFlags().Read(["--timeline", "x.yaml"]), [Pictures.Pod("app"), Pictures.Named("two")]);
        var ids = XDocument.Parse(svg).Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>().ToArray();
        Assert.Equal(2, ids.Length);
        Assert.Equal(ids, ids.Distinct());
    }

    [Fact]
    public void Draw_NoPod_IsAnError() =>
        Assert.Throws<ConfigurationException>(() => GraphVerb.Draw(new GraphFlags().Read(["x.yaml"]), []));

    private static Dictionary<string, TakenTime> Takes(string takes) =>
        new(takes.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(entry => TakenTime.Parse(entry).Value));

    private static string[] Run(string takes, params string[] containers) =>
        Lives(new PodRun(Pictures.Pod(containers), Takes(takes)).Status);

    private static string[] Lives(GraveyardStatus status) => [.. status.Processes.Select(process =>
    {
        var stone = process.Tombstone;
        string?[] parts =
        [
            stone.Waiting == stone.Born && stone.Awaits is null && process.Name != "app" ? null : Moment("waiting", stone.Waiting),
            Moment("born", stone.Born), Moment("ready", stone.Ready),
            stone.Died is null ? null : $"{Moment("died", stone.Died)} {stone.ExitCode} {stone.Reason}",
        ];
        return $"{process.Name}: {string.Join(", ", parts.OfType<string>())}";
    })];

    private static string? Moment(string word, DateTimeOffset? time) =>
        time is { } value ? $"{word} {(value - DateTimeOffset.UnixEpoch).TotalSeconds}" : null;
}
