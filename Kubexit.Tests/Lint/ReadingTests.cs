using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Tests.Lint;

/// <summary>What is read, and what is said about what cannot be.</summary>
public sealed class ReadingTests
{
    [Theory]
    [InlineData("a: [", "line 2, column 1: ", "Correct the YAML there.")]
    [InlineData("a: b\na: c", "line 2, column 1: ", "Correct the YAML there.")]
    [InlineData("? [a]\n: b", "line 1, column 3: a key is not a word", "Correct the YAML there.")]
    [InlineData("x: &x y\n*x : z", "line 2, column 1: a key is an alias", "Correct the YAML there.")]
    [InlineData("kind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n", "line 3, column 10: it is a template, not YAML",
        "'helm template CHART | kubexit-lint -'.")]
    [InlineData("{{- if .Values.on }}\nkind: Pod\n{{- end }}\n", "it is a template, not YAML", "'helm template CHART | kubexit-lint -'.")]
    public void Text_ThatIsNoManifest_IsRefusedWithItsPlaceAndTheRemedy(string text, string cause, string remedy)
    {
        var problem = Assert.Single(LintedText.Read(text).Problems);
        Assert.Contains(cause, problem, StringComparison.Ordinal);
        Assert.EndsWith(remedy, problem, StringComparison.Ordinal);
    }

    /// <summary>Quoted braces are for somebody else: Argo, Prometheus, GitHub.</summary>
    [Fact]
    public void Braces_InValues_AreNoTemplate() =>
        Assert.Empty(LintedText.Read("a: \"{{ $labels.pod }}\"\nb: ${{ github.ref }}\nc: 'x {{y}}'\n").Problems);

    [Fact]
    public void Text_ThatIsNestedWithoutEnd_IsRefused() =>
        Assert.Contains("nested deeper than 200 levels", Assert.Single(LintedText.Read(new string('[', 100_000)).Problems),
            StringComparison.Ordinal);

    /// <summary>Aliases of aliases stand for more than memory holds; nobody may write them out.</summary>
    [Fact]
    public void Aliases_OfAliases_AreFollowedOnce()
    {
        var bomb = "a0: &a0 {x: y}\n"
            + string.Concat(Enumerable.Range(1, 40).Select(
                i => $"a{i}: &a{i} {{<<: [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]}}\n"));
        var input = LintedText.Read(
            $"{bomb}kind: Pod\nspec:\n  containers:\n  - name: app\n    <<: *a40\n    env: [{{name: KUBEXIT_NAME, value: app}}]\n");
        Assert.Equal("app", Assert.Single(Assert.Single(input.Pods).Containers).Settings!.Name);
    }

    [Fact]
    public void List_ThatHoldsItself_Ends() => Assert.Empty(LintedText.Read("&a\nkind: List\nitems: [*a]\n").Pods);

    [Fact]
    public void MergeKeys_CountAsTheApiServerCountsThem()
    {
        var input = LintedText.Read("""
            x: &base {image: one, command: [kubexit, a], env: [{name: KUBEXIT_NAME, value: base}]}
            kind: Pod
            spec: {containers: [{<<: *base, name: app, image: two}]}
            """);
        var container = Assert.Single(Assert.Single(input.Pods).Containers);
        Assert.Equal(("two", "base", Wrapping.Direct), (container.Image, container.Settings!.Name, container.Wrapping));
    }

    [Theory]
    [InlineData("$(FIRST)-x", "one-x")]
    [InlineData("$(LATER)", "$(LATER)")]
    [InlineData("$$(FIRST)", "$(FIRST)")]
    [InlineData("$(SECRET)", null)]
    [InlineData("a$(FIRST)$(SECRET)", null)]
    [InlineData("$(FIRST", "$(FIRST")]
    [InlineData("$(DB_SERVICE_HOST)", null)]
    [InlineData("{{inputs.parameters.x}}", null)]
    [InlineData("cost: $5", "cost: $5")]
    public void Value_MadeFromOthers_IsKnownWhenTheyAre(string value, string? expected)
    {
        var pod = Assert.Single(LintedText.Read($$$$"""
            kind: Pod
            spec:
              containers:
              - name: app
                env:
                - {name: FIRST, value: one}
                - {name: SECRET, valueFrom: {secretKeyRef: {name: s, key: k}}}
                - {name: IT, value: "{{{{value}}}}"}
                - {name: LATER, value: two}
            """).Pods);
        Assert.Equal(expected, Assert.Single(pod.Containers).Environment["IT"].Value);
    }

    [Theory]
    [InlineData("[kubexit, app]", null, "Direct")]
    [InlineData("[/x/kubexit, --, wait]", null, "Direct")]
    [InlineData("[tini, --, kubexit, app]", null, "Direct")]
    [InlineData("[kubexit, wait, --for, job/x]", null, "Verb")]
    [InlineData("[cp, /bin/kubexit, /kubexit/kubexit]", null, "InstallStep")]
    [InlineData("[sh, -c]", "[\"set -e\\n# kubexit is great\\nexec /kubexit/kubexit app\"]", "InScript")]
    [InlineData("[sh, -c, \"cp /bin/kubexit /kubexit && chmod +x /kubexit/kubexit\"]", null, "InstallStep")]
    [InlineData("[sh, -c, \"echo kubexit is not called\"]", null, "Missing")]
    [InlineData("[app]", null, "Missing")]
    [InlineData(null, "[kubexit, app]", "Direct")]
    [InlineData(null, "[app]", "ByImage")]
    public void Command_ThatCallsKubexit_IsSeenToDoSo(string? command, string? arguments, string wrapping)
    {
        var fields = (command is null ? "" : $", command: {command}") + (arguments is null ? "" : $", args: {arguments}");
        var pod = Assert.Single(
            LintedText.Read($"kind: Pod\nspec: {{containers: [{{name: a, image: example/a, env: [{{name: KUBEXIT_NAME, value: "
                + $"a}}]{fields}}}]}}").Pods);
        Assert.Equal(wrapping, Assert.Single(pod.Containers).Wrapping.ToString());
    }

    [Fact]
    public void Folder_IsReadWithoutWhatIsHidden_AndItsLinksEnd()
    {
        var folder = Directory.CreateTempSubdirectory("kubexit-lint-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "a", ".git"));
            File.WriteAllText(Path.Combine(folder.FullName, "a", "one.yaml"), "kind: Pod\nspec: {containers: []}\n");
            File.WriteAllText(Path.Combine(folder.FullName, "a", ".git", "two.yaml"), "{");
            File.WriteAllText(Path.Combine(folder.FullName, "a", "notes.txt"), "{");
            Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "a", "loop"), folder.FullName);
            var input = LintInput.Read([folder.FullName]);
            Assert.Empty(input.Problems);
            Assert.Single(input.Pods);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("/no/such/file.yaml", "there is no such file")]
    [InlineData("/dev/zero", "it is longer than 64 MiB")]
    [InlineData("/proc/self/mem", "")]
    public void File_ThatCannotBeRead_IsNamed(string path, string cause)
    {
        var problem = Assert.Single(LintInput.Read([path, Path.Combine(LintedText.Folder, "Kinds", "pod.yaml")]).Problems);
        Assert.StartsWith($"Cannot read '{path}'", problem, StringComparison.Ordinal);
        Assert.Contains(cause, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Span_OfAValue_IsNarrowedToTheEntry()
    {
        var finding = Assert.Single(LintedText.Check("""
            kind: Pod
            spec:
              containers:
              - {name: a, command: [/x/kubexit, a], env: [{name: KUBEXIT_NAME, value: a}, {name: KUBEXIT_DEATH_DEPS, value: "b?, nobody"}]}
            """), finding => finding.Rule.Id == "KX010");
        Assert.Equal("nobody", finding.Span.File.Line(finding.Span.Line).Substring(finding.Span.Column - 1, finding.Span.Length));
    }

    [Fact]
    public void Annotation_OfTemplateOrObject_SilencesItsRules()
    {
        const string Job = """
            kind: Job
            metadata: {name: j, annotations: {kubexit.dev/ignore: "KX001 KX002"}}
            spec:
              template:
                metadata: {annotations: {kubexit.dev/ignore: "KX010"}}
                spec:
                  restartPolicy: Never
                  containers:
                  - {name: a, command: [kubexit, a], env: [{name: KUBEXIT_NAME, value: a}, {name: KUBEXIT_GRACE_PERIOD, value: "1"},
                      {name: KUBEXIT_DEATH_DEPS, value: b}, {name: KUBEXIT_DEATH_EXIT_CODE, value: zero}]}
            """;
        Assert.Empty(LintedText.Check(Job));
        Assert.Equal(["KX001", "KX010"],
            LintedText.Check(Job.Replace("/ignore", "/other", StringComparison.Ordinal)).Select(finding => finding.Rule.Id).Order());
    }

    [Fact]
    public void Label_OfAService_SilencesItsRulesOnly()
    {
        var findings = LintedText.Check("""
            services:
              a: {image: x, labels: {kubexit.dev/ignore: KX040}, environment: [KUBEXIT_NAME=a]}
              b: {image: x, labels: [other=1], environment: {KUBEXIT_NAME: b}}
            """).Where(finding => finding.Rule.Id == "KX040");
        Assert.Equal("b", Assert.Single(findings).Container!.Name);
    }

    [Fact]
    public void File_WithAByteOrderMark_IsRead()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "kind: Pod\nspec: {containers: []}\n", System.Text.Encoding.Unicode);
            Assert.Single(LintInput.Read([file]).Pods);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Of what the manifest does not tell, nothing is said that may be untrue.</summary>
    [Theory]
    [InlineData("[kubexit, a]",
        "{name: KUBEXIT_NAME, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['app']\"}}}, {name: KUBEXIT_BIRTH_DEPS, value: z}")]
    [InlineData("[kubexit, a]",
        "{name: KUBEXIT_NAME, value: a}, {name: KUBEXIT_BIRTH_DEPS, value: z}, {name: KUBEXIT_POD_NAME, value: p}, {name: "
            + "KUBEXIT_NAMESPACE, valueFrom: {configMapKeyRef: {name: c, key: k}}}", "z")]
    [InlineData("[kubexit, a]",
        "{name: KUBEXIT_NAME, value: a}, {name: KUBEXIT_BIRTH_SOURCE, value: kubernetes}, {name: KUBEXIT_POD_NAME, valueFrom: "
            + "{configMapKeyRef: {name: c, key: k}}}, {name: KUBEXIT_NAMESPACE, value: n}")]
    [InlineData("[sh, -c, \"KUBEXIT_NAME=a /kubexit/kubexit a\"]", "{name: KUBEXIT_GRACE_PERIOD, value: 5s}")]
    [InlineData("[dotnet, App.dll]", "{name: KUBEXIT_BIRTH_DEPS, value: \"job/x\"}, {name: KUBEXIT_ENABLED, value: \"true\"}")]
    public void Unknown_IsNotWrong(string command, string variables, string? other = null)
    {
        var second = other is null ? "" : $", {{name: {other}, image: example/other}}";
        var findings = LintedText.Check(
            $"kind: Pod\nspec: {{containers: [{{name: a, image: example/a, command: {command}, env: [{variables}]}}{second}]}}\n");
        Assert.Empty(LintedText.Words(
            findings.Where(finding => finding.Severity > Kubexit.Lint.Rules.Severity.Note && finding.Rule.Id != "KX041")));
    }
}
