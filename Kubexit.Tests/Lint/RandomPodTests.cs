using FsCheck;
using FsCheck.Fluent;
using Kubexit.Configuration;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Output;
using Kubexit.Lint.Reading;
using Kubexit.Lint.Rules;
using Kubexit.Lint.Rules.Checks;
using Kubexit.Tests.Fuzzing;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Lint;

/// <summary>Any pod can be checked, and what lint calls a configuration error is what the wrapper says.</summary>
public sealed class RandomPodTests
{
    private static readonly Arbitrary<int[]> Numbers = Arb.From(Gen.Choose(0, 1 << 20).ArrayOf(), numbers => Shrink(numbers));

    [Fact]
    public void Pods_OfAllKinds_AreCheckedWithoutACrash_AndInTheWrappersWords() =>
        Prop.ForAll(Numbers, numbers => Agrees(new RandomPod(numbers))).Check(
            Runs.Of(1000).WithStartSize(40).WithEndSize(250));

    /// <summary>Damaged text is read or refused with a sentence, and checked all the same.</summary>
    [Fact]
    public void Text_OfAnyKind_IsReadOrRefused() => Prop.ForAll(Mutations.Of(Seeds()), text =>
    {
        var input = LintedText.Read(text);
        var report = new Report(RuleSet.Check(input), input.Problems, input.Pods.Count);
        foreach (var written in new[] { TextReport.Write(report, hasColour: true), JsonReport.Write(report),
            SarifReport.Write(report, "1"), GitHubReport.Write(report) }) Assert.NotNull(written);
        Assert.All(input.Problems, problem => Assert.StartsWith("Cannot read 'manifest.yaml', line ", problem, StringComparison.Ordinal));
    }).Check(Runs.Of(500).WithEndSize(12));

    /// <summary>The same by real wrappers: they refuse with these words, and start what lint has nothing to say about.</summary>
    [Fact]
    public async Task Wrapper_OfRandomPods_RefusesWhatLintRefuses()
    {
        await using var graveyard = new TemporaryGraveyard();
        var random = new Random(18);
        var (refused, started) = (0, 0);
        for (var tries = 0; tries < 500 && (refused < 4 || started < 4); tries++)
        {
            var pod = new RandomPod([.. Enumerable.Range(0, 200).Select(_ => random.Next(1 << 20))]);
            foreach (var (command, variables, unknown) in pod.Wrapped)
            {
                var expected = Errors(command, variables);
                var isRefused = expected.Count > 0;
                if (unknown.Count > 0 || (isRefused ? refused : started) == 4 || NeedsMore(command, variables, isRefused)) continue;
                if (isRefused) refused++;
                else started++;
                var process = graveyard.Start(
                    [KubexitBinary.Path, .. command],
                    [.. variables.Where(pair => pair.Key != "KUBEXIT_GRAVEYARD").Select(pair => $"{pair.Key}={pair.Value}")]);
                await process.ExitsWith(isRefused ? 2 : 0);
                if (isRefused) Assert.Equal(
                    expected.Select(error => $"kubexit: error: {error}"),
                    process.Errors.Lines.Where(line => line.StartsWith("kubexit: error: ", StringComparison.Ordinal)));
            }
        }

        Assert.Equal((4, 4), (refused, started));
    }

    /// <summary>Waits for others, needs a cluster, or writes elsewhere than into the graveyard of the test.</summary>
    private static bool NeedsMore(string[] command, Dictionary<string, string> variables, bool isRefused) =>
        variables.ContainsKey("KUBEXIT_LOG_LEVEL")
        || (!isRefused && (command is not ["sleep", "1"]
            || variables.Keys.Any(name =>
                name is "KUBEXIT_BIRTH_DEPS" or "KUBEXIT_DEATH_DEPS" or "KUBEXIT_GRAVEYARD" or "KUBEXIT_QUIT_HTTP_POST"
                    || name.StartsWith("KUBEXIT_READINESS", StringComparison.Ordinal))));

    private static void Agrees(RandomPod random)
    {
        var input = LintedText.Read(random.Yaml);
        Assert.Empty(input.Problems);
        var findings = RuleSet.Check(input);
        var pod = Assert.Single(input.Pods);
        var members = pod.Containers.Where(
            container => container.Wrapping == Wrapping.Direct && container.Command?[0] is { } program
                && Path.GetFileName(program) == "kubexit").ToList();
        Assert.Equal(random.Wrapped.Count, members.Count);
        foreach (var ((command, variables, unknown), member) in random.Wrapped.Zip(members))
        {
            var lint = findings.Where(finding => finding.Rule == ConfigurationCheck.Error && ReferenceEquals(finding.Container, member))
                .Select(finding => finding.Message).ToHashSet();
            var wrapper = Errors(command, variables).Select(PrintableText.Of).ToHashSet();
            if (unknown.Count == 0) Assert.Equal(wrapper.Order(), lint.Order());
            else Assert.Subset(wrapper, lint); // Of what is unknown nothing is said that could turn out wrong.
        }
    }

    /// <summary>What the wrapper says to the variables of its process (WrapVerb).</summary>
    private static List<string> Errors(string[] command, Dictionary<string, string> variables)
    {
        var problem = WrappedCommandRules.ProblemWith(command);
        return [.. problem is null ? Array.Empty<string>() : [problem],
            .. EnvironmentSettings.Read(variables.GetValueOrDefault, variables.Keys).Errors];
    }

    private static string[] Seeds() =>
        [.. Directory.GetFiles(Path.Combine(LintedText.Folder, "Kinds")).Order(StringComparer.Ordinal).Select(File.ReadAllText),
            "a: &a [*a]\n<<: [*a, *a]\n", "[[[[[[[[", "{{ .Values.x }}: y"];

    private static IEnumerable<int[]> Shrink(int[] numbers)
    {
        for (var length = numbers.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= numbers.Length; at += length) yield return [.. numbers[..at], .. numbers[(at + length)..]];
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != 0) yield return [.. numbers[..i], 0, .. numbers[(i + 1)..]];
        }
    }
}
