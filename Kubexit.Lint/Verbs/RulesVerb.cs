using System.Text;
using Kubexit.Lint.Output;
using Kubexit.Lint.Rules;

namespace Kubexit.Lint.Verbs;

/// <summary><c>kubexit-lint rules</c>: lists the rules.</summary>
internal static class RulesVerb
{
    public static string Text()
    {
        var text = new StringBuilder();
        foreach (var rule in RuleSet.All) text.Append($"{rule.Id} {TextReport.Word(rule.Severity),-7} {rule.Sentence}\n");
        return text.ToString();
    }
}
