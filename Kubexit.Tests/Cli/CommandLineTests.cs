using Kubexit.Host;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>Reserved words, help, and what is said about a mistake.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("wait --nope", "'--nope' after 'kubexit wait': there is no such flag")]
    [InlineData("wait --for a b", "'b' after 'kubexit wait': nothing is expected there")]
    [InlineData("wait -- sleep 1", "'sleep' after 'kubexit wait'")]
    [InlineData("wait", "no condition is given")]
    [InlineData("wait --for", "--for")]
    [InlineData("wait --for a:dead", "Write ready, born, succeeded or died")]
    [InlineData("wait --for a --for a:born", "'a' of --for: it is in the list more than once")]
    [InlineData("wait --for ../x", "a name is one segment of a path")]
    [InlineData("wait --for a --timeout", "--timeout")]
    [InlineData("wait --for a --timeout 30", "Cannot use --timeout '30': the number has no unit. Write '30s' for seconds.")]
    [InlineData("wait --for a --period 0s", "it is shorter than 1ms")]
    [InlineData("wait --for a --timeout 1s --timeout 2s", "--timeout")]
    [InlineData("wait --tcp localhost", "it has no port")]
    [InlineData("wait --http-get ftp://x", "it is not an http or https URL")]
    [InlineData("wait --for a --status 200", "there is no --http-get")]
    [InlineData("wait --http-get http://x --status 99", "it is not an HTTP status")]
    [InlineData("status --output picture", "Write table, json, yaml, mermaid or svg")]
    [InlineData("status --watch=maybe", "maybe")]
    [InlineData("status here", "'here' after 'kubexit status'")]
    [InlineData("self-install", "DEST")]
    [InlineData("self-install a b", "'b' after 'kubexit self-install'")]
    [InlineData("help nonsense", "there is no such topic")]
    [InlineData("node-agent", "Run 'kubexit-node-agent'")]
    [InlineData("lint", "Run 'kubexit-lint'")]
    public async Task Mistake_IsOneClearErrorAndExitCode2(string line, string expected)
    {
        await using var graveyard = new TemporaryGraveyard();
        var process = graveyard.Start([KubexitBinary.Path, .. line.Split(' ')], []);
        await process.ExitsWith(2);
        Assert.Empty(process.Output.Lines);
        var error = Assert.Single(process.Errors.Lines);
        Assert.StartsWith("kubexit: error: Cannot ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Mistake_InAVariableThatWaitReads_IsAnErrorToo()
    {
        await using var graveyard = new TemporaryGraveyard();
        var wait = graveyard.Start(
            [KubexitBinary.Path, "wait", "--for", "a"], ["KUBEXIT_OPTIONAL_GRACE=2", "KUBEXIT_BIRTH_SOURCE=kubernetes"]);
        await wait.ExitsWith(2);
        await wait.Says("KUBEXIT_OPTIONAL_GRACE '2'");
        await wait.Says("KUBEXIT_POD_NAME is not set");
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("status")]
    [InlineData("self-install")]
    [InlineData("help")]
    [InlineData("version")]
    [InlineData("--version")]
    public async Task CommandNamedLikeAVerb_AfterTwoDashes_IsWrapped(string name)
    {
        await using var graveyard = new TemporaryGraveyard();
        var script = graveyard.WriteScript(name, "echo wrapped \"$@\"");
        var process = graveyard.Start(
            [KubexitBinary.Path, "--", name, "--timeout"],
            ["KUBEXIT_NAME=app", $"PATH={Path.GetDirectoryName(script)}:{Environment.GetEnvironmentVariable("PATH")}"]);
        await process.ExitsWith(0);
        Assert.Equal(["wrapped --timeout"], process.Output.Lines);
        Assert.Equal(0, graveyard.Read("app")!.ExitCode);
    }

    [Theory]
    [InlineData("--help", "kubexit [--] COMMAND")]
    [InlineData("help", "kubexit wait [FLAG]")]
    [InlineData("wait --help", "kubexit wait - block")]
    [InlineData("wait --for a -h", "kubexit wait - block")]
    [InlineData("help status", "kubexit status - show")]
    [InlineData("self-install --help", "kubexit self-install - copy")]
    [InlineData("help completion bash", "complete -o filenames -F _kubexit kubexit")]
    [InlineData("help completion zsh", "bashcompinit")]
    public async Task Help_GoesToStdout(string line, string expected)
    {
        await using var graveyard = new TemporaryGraveyard();
        var process = graveyard.Start([KubexitBinary.Path, .. line.Split(' ')], []);
        await process.ExitsWith(0);
        Assert.Contains(expected, process.Output.Text, StringComparison.Ordinal);
        Assert.Empty(process.Errors.Lines);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("version")]
    public async Task Version_HasTheCommit(string word)
    {
        await using var graveyard = new TemporaryGraveyard();
        var process = graveyard.Start([KubexitBinary.Path, word], []);
        await process.ExitsWith(0);
        Assert.Matches("""^kubexit \d+\.\d+\.\d+\S*( \(commit [0-9a-f]{7,40}\))?$""", Assert.Single(process.Output.Lines));
    }

    [Fact]
    public void HelpAndCompletion_NameEveryFlag()
    {
        foreach (var flag in new WaitFlags().Verb.Options.Select(o => o.Name))
        {
            Assert.Contains($"  {flag} ", VerbHelp.Wait, StringComparison.Ordinal);
            Assert.Contains($"{flag} ", Completion.Bash, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CompletionScript_IsUnderstoodByBash()
    {
        await using var graveyard = new TemporaryGraveyard();
        var script = graveyard.WriteScript("completion", Completion.Bash);
        var bash = graveyard.StartHelper(
            ["bash", "-c", "source \"$0\" && COMP_WORDS=(kubexit status --output j) && COMP_CWORD=3 && _kubexit && echo "
                + "\"${COMPREPLY[@]}\"", script]);
        await bash.ExitsWith(0);
        Assert.Equal(["json"], bash.Output.Lines);
    }
}
