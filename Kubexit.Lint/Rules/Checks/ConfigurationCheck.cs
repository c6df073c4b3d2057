using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>What the wrapper itself says about its variables, read by the same code.</summary>
internal static class ConfigurationCheck
{
    public static readonly Rule
        Error = new("KX001", Severity.Error, "The wrapper refuses to start: a variable or the command is wrong.",
            "Do what the message says. It is the wrapper's own message."),
        Ignored = new("KX002", Severity.Warning, "The wrapper ignores a variable: its name is unknown, or its value has no effect.",
            "Correct its name or value, or remove it.");

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        foreach (var member in scene.Members)
        {
            foreach (var error in member.Settings!.Errors) yield return Error.At(scene.Pod, member, Place(member, error), error);
            foreach (var warning in member.Settings.Warnings.Where(warning => !IsOfApplications(member, warning)))
                yield return Ignored.At(scene.Pod, member, Place(member, warning), warning);
        }
    }

    /// <summary>An application that is itself a member knows more variables than the wrapper.</summary>
    private static bool IsOfApplications(Container member, string warning) =>
        member.Wrapping is Wrapping.ByImage or Wrapping.Missing && OptionNames.PathOf(warning.Split(' ')[0]) is not null;

    /// <summary>The variable that the sentence names first, and in its value the words that it quotes.</summary>
    private static SourceSpan Place(Container member, string sentence)
    {
        EnvironmentVariable? first = null;
        var firstAt = int.MaxValue;
        foreach (var variable in member.Environment.Values)
        {
            var at = IndexOfWord(sentence, variable.Name);
            if (at < 0 || at >= firstAt) continue;
            (first, firstAt) = (variable, at);
        }

        if (first is null) return member.Span;
        var quoted = sentence.Split('\'') is [_, var words, ..] ? words : "";
        return first.Span.Narrow(quoted);
    }

    /// <summary><c>KUBEXIT_NAME</c> is not in <c>KUBEXIT_NAMESPACE</c>.</summary>
    private static int IndexOfWord(string sentence, string name)
    {
        for (var at = Next(0); at >= 0; at = Next(at + 1))
        {
            var end = at + name.Length;
            if (end == sentence.Length || !(char.IsAsciiLetterOrDigit(sentence[end]) || sentence[end] == '_')) return at;
        }

        return -1;

        int Next(int from) => sentence.IndexOf(name, from, StringComparison.Ordinal);
    }
}
