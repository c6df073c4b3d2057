using System.Text.Json;
using Kubexit.Lint.CommandLine;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Output;
using Kubexit.Lint.Reading;
using Kubexit.Lint.Rules;
using Kubexit.Lint.Verbs;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Lint;

/// <summary>How findings are written, and what the exit code says.</summary>
public sealed class OutputTests
{
    private const string Mistakes = """
        apiVersion: v1
        kind: Pod
        metadata: {name: shop, namespace: market}
        spec:
          containers:
          - name: server
            command: [kubexit, serve]
            env:
            - {name: KUBEXIT_NAME, value: server}
            - {name: KUBEXIT_GRACE_PERIOD, value: "30"}
          - name: client
            command: [kubexit, ask]
            env:
            - {name: KUBEXIT_NAME, value: client}
            - {name: KUBEXIT_BIRTH_DEPS, value: "sever"}	# a tab, and é
        """;

    [Theory]
    [InlineData(false, "plain")]
    [InlineData(true, "colour")]
    public void Text_ShowsTheLineAndMarksTheWord(bool hasColour, string name) =>
        Snapshot.Matches(TextReport.Write(Report("a,b:c.yaml"), hasColour), $"Lint/Snapshots/text-{name}.txt");

    [Fact]
    public void Json_HasEverythingThatTextHas() => Snapshot.Matches(JsonReport.Write(Report("shop.yaml")), "Lint/Snapshots/findings.json");

    [Fact]
    public void GitHub_EscapesWhatWouldEndAProperty() =>
        Snapshot.Matches(GitHubReport.Write(Report("a,b:c%.yaml")), "Lint/Snapshots/github.txt");

    [Fact]
    public void Sarif_NamesEveryRule_AndEveryResultOneOfThem()
    {
        using var document = JsonDocument.Parse(SarifReport.Write(Report("a b/ü.yaml"), "1.2.3"));
        Assert.Equal("2.1.0", document.RootElement.GetProperty("version").GetString());
        var run = Assert.Single(document.RootElement.GetProperty("runs").EnumerateArray());
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal(("kubexit-lint", "1.2.3"), (driver.GetProperty("name").GetString(), driver.GetProperty("version").GetString()));
        var rules = driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToHashSet();
        Assert.Equal(RuleSet.All.Count, rules.Count);
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["KX001", "KX010"], results.Select(result => result.GetProperty("ruleId").GetString()));
        Assert.All(results, result =>
        {
            Assert.Equal("error", result.GetProperty("level").GetString());
            var location = Assert.Single(result.GetProperty("locations").EnumerateArray()).GetProperty("physicalLocation");
            Assert.Equal("a%20b/%C3%BC.yaml", location.GetProperty("artifactLocation").GetProperty("uri").GetString());
            var region = location.GetProperty("region");
            Assert.True(region.GetProperty("endColumn").GetInt32() > region.GetProperty("startColumn").GetInt32());
        });
        var invocation = Assert.Single(run.GetProperty("invocations").EnumerateArray());
        Assert.True(invocation.GetProperty("executionSuccessful").GetBoolean());
    }

    /// <summary>A manifest is somebody else's text: it does not move the cursor of whoever reads the findings.</summary>
    [Fact]
    public void Text_OfForeignWords_HasNoControlCharacters()
    {
        var input = LintInput.Parse(
            [new SourceFile("x\e[2J.yaml",
                "kind: Pod\nmetadata: {name: \"a\\e[2J\"}\nspec: {containers: [{name: \"c\\n\\e[1m\", command: [kubexit, x], env: "
                    + "[{name: KUBEXIT_NAME, value: \"\\e\"}]}]} # \e[2J\n")]);
        var text = TextReport.Write(new Report(RuleSet.Check(input), input.Problems, 1), hasColour: false);
        Assert.Contains("KX001", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }

    [Theory]
    [InlineData("KX001", "warning", 1)]
    [InlineData("KX001", "error", 1)]
    [InlineData("KX002", "warning", 1)]
    [InlineData("KX002", "error", 0)]
    [InlineData("KX070", "warning", 0)]
    public void ExitCode_IsOneFromTheGivenSeverityOn(string id, string failOn, int code) =>
        Assert.Equal(code, CheckVerb.Answer(
            new LintFlags().Read(["--fail-on", failOn, Path.Combine(LintedText.Folder, "Cases", $"{id}.yaml")])).ExitCode);

    [Fact]
    public void ExitCode_OfAFileThatCannotBeRead_IsTwo_AndTheOthersAreChecked()
    {
        var answer = CheckVerb.Answer(new LintFlags().Read(["/no/such/file", Path.Combine(LintedText.Folder, "Cases", "KX001.yaml")]));
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("KX001", answer.Output, StringComparison.Ordinal);
        Assert.Single(answer.Problems);
    }

    [Theory]
    [InlineData("no file was given")]
    [InlineData("'--what'", "--what", "x.yaml")]
    [InlineData("Write text, json, sarif or github", "--output", "xml", "x.yaml")]
    [InlineData("Write warning or error", "--fail-on", "note", "x.yaml")]
    [InlineData("--output", "x.yaml", "--output")]
    public void CommandLine_ThatIsWrong_IsOneSentence(string expected, params string[] arguments)
    {
        var error = Assert.Single(Assert.Throws<ConfigurationException>(() => new LintFlags().Read(arguments)).Errors);
        Assert.StartsWith("Cannot ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static Report Report(string path)
    {
        var input = LintInput.Parse([new SourceFile(path, Mistakes.ReplaceLineEndings("\n"))]);
        return new Report(RuleSet.Check(input), input.Problems, input.Pods.Count);
    }
}
