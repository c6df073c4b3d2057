using System.Text.Json;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary><c>kubexit status</c> on real graveyards.</summary>
public sealed class StatusVerbTests
{
    [Fact]
    public async Task Json_LivingDeadVanishedAndForeign_AreAllToldApart()
    {
        await using var graveyard = new TemporaryGraveyard();
        var ready = graveyard.Wrap("ready", Scripts.UntilTold);
        var waiting = graveyard.Wrap("waiting", "true", "KUBEXIT_BIRTH_DEPS=nobody", "KUBEXIT_BIRTH_TIMEOUT=0");
        var vanished = graveyard.Wrap("vanished", Scripts.UntilTold);
        await graveyard.WaitFor("ready", tombstone => tombstone.Ready is not null);
        await graveyard.WaitFor("waiting", tombstone => tombstone.Waiting is not null);
        await graveyard.WaitFor("vanished", tombstone => tombstone.Ready is not null);
        await graveyard.Wrap("dead", "exit 3").ExitsWith(3);
        vanished.Signal(Sig.Kill);
        await vanished.Ends();
        graveyard.WriteLikeOriginal("original", OriginalTombstone.Alive);
        graveyard.WriteLikeOriginal("empty", "");
        Directory.CreateDirectory(graveyard.FileOf("folder"));
        File.CreateSymbolicLink(graveyard.FileOf("link"), "/etc/passwd");
        Assert.Equal(0, LibC.MakeFifo(graveyard.FileOf("fifo"), 0x1A4));

        var states = (await Json(graveyard)).ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("state").GetString());
        Assert.Equal(
            [("dead", "dead"), ("empty", "unreadable"), ("fifo", "unreadable"), ("folder", "unreadable"), ("link", "unreadable"),
                ("original", "born"), ("ready", "ready"), ("vanished", "vanished"), ("waiting", "waiting")],
            states.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value)));
        Assert.False(ready.HasEnded || waiting.HasEnded);
    }

    [Theory]
    [InlineData("table", "NAME")]
    [InlineData("yaml", "processes:")]
    [InlineData("mermaid", "gantt")]
    [InlineData("svg", "<svg")]
    public async Task Output_EveryForm_GoesToStdoutAlone(string form, string expected)
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        var status = graveyard.Start([KubexitBinary.Path, "status", "--output", form], []);
        await status.ExitsWith(0);
        Assert.Contains(expected, status.Output.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', status.Output.Text);
        Assert.Empty(status.Errors.Lines);
    }

    [Fact]
    public async Task Graveyard_NotThere_IsAnErrorAndIsNotCreated()
    {
        await using var graveyard = new TemporaryGraveyard();
        var status = graveyard.Start([KubexitBinary.Path, "status", "--graveyard", graveyard.FileOf("nowhere")], []);
        await status.ExitsWith(125);
        await status.Says("there is no such directory");
        Assert.False(Directory.Exists(graveyard.FileOf("nowhere")));
    }

    [Fact]
    public async Task Watch_GraveyardNotThere_SaysSoWaitsAndDoesNotCreateIt()
    {
        await using var graveyard = new TemporaryGraveyard();
        var path = graveyard.FileOf("later");
        var status = graveyard.Start([KubexitBinary.Path, "status", "--watch", "--graveyard", path], []);
        await status.Prints($"graveyard '{path}' does not exist yet; waiting for it");
        Assert.False(Directory.Exists(path));
        Directory.CreateDirectory(path);
        await File.WriteAllTextAsync(Path.Combine(path, "db"), OriginalTombstone.Dead());
        await Limit.Until(() => status.Output.Text.Contains("db", StringComparison.Ordinal), () => status.Describe("not shown"));
        status.Signal(Sig.Int);
        await status.ExitsWith(0);
    }

    [Theory]
    [InlineData("UNUSED=", true)]
    [InlineData("NO_COLOR=1", false)]
    [InlineData("TERM=dumb", false)]
    public async Task Terminal_FitsTheWindowAndHasColoursUnlessUnwanted(string variable, bool hasColours)
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("a-rather-long-name-for-a-container-of-a-pod", OriginalTombstone.Dead());
        using var terminal = new PseudoTerminal();
        terminal.Resize(24, 60);
        var status = graveyard.Start([KubexitBinary.Path, "status"], ["TERM=xterm", variable], terminal);
        await status.Ends();
        await terminal.Draws("alive");
        Assert.Equal(hasColours, terminal.Screen.Text.Contains("\u001b[", StringComparison.Ordinal));
        if (!hasColours) Assert.All(terminal.Screen.Lines, line => Assert.InRange(line.Length, 0, 60));
    }

    [Fact]
    public async Task Watch_OnATerminal_RedrawsOnChangeAndEndsWithCtrlC()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        terminal.Resize(24, 100);
        var status = graveyard.Start([KubexitBinary.Path, "status", "--watch"], ["NO_COLOR=1"], terminal);
        await terminal.Draws("no tombstones in graveyard");
        graveyard.WriteAtomically("late-comer", OriginalTombstone.Alive);
        await terminal.Draws("late-comer");
        graveyard.WriteAtomically("late-comer", OriginalTombstone.Dead(17));
        await terminal.Draws("17");
        terminal.Type("\u0003");
        var end = await status.Ends();
        Assert.Equal("exit code 0", end.ToString());
    }

    [Fact]
    public async Task Watch_MoreThanFitsTheWindow_NeverScrolls()
    {
        await using var graveyard = new TemporaryGraveyard();
        for (var i = 0; i < 30; i++) graveyard.WriteAtomically($"p{i}", OriginalTombstone.Dead());
        using var terminal = new PseudoTerminal();
        terminal.Resize(10, 100);
        var status = graveyard.Start([KubexitBinary.Path, "status", "--watch"], ["NO_COLOR=1"], terminal);
        await terminal.Draws("more lines");
        status.Signal(Sig.Term);
        Assert.Equal("exit code 143", (await status.Ends()).ToString());
        Assert.True(terminal.Screen.Lines.TakeWhile(line => !line.Contains("more lines", StringComparison.Ordinal)).Count() < 10,
            terminal.Screen.Text);
    }

    [Fact]
    public async Task Watch_ReaderGoesAway_EndsByItself()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteAtomically("first", OriginalTombstone.Alive);
        var status = graveyard.Start(
            ["sh", "-c", "{ \"$0\" status --watch --output json; echo ended $? >&2; } | head -n 3", KubexitBinary.Path], []);
        await Limit.Until(() => status.Output.Text.Contains("\"at\":", StringComparison.Ordinal), () =>
            status.Describe("never showed anything"));
        for (var i = 0; i < 1000 && !status.Errors.Text.Contains("ended", StringComparison.Ordinal); i++)
        {
            graveyard.WriteAtomically($"p{i}", OriginalTombstone.Alive);
            await Task.Yield();
        }

        await status.Says("ended 0");
    }

    private static async Task<IEnumerable<JsonElement>> Json(TemporaryGraveyard graveyard)
    {
        var status = graveyard.Start([KubexitBinary.Path, "status", "--output", "json"], []);
        await status.ExitsWith(0);
        return JsonDocument.Parse(status.Output.Text).RootElement.GetProperty("processes").EnumerateArray();
    }
}
