using System.CommandLine.Parsing;
using Kubexit.NodeTermination;

namespace Kubexit.Host;

/// <summary>Reads the values of flags. What is wrong with one is said in the words that were typed.</summary>
internal static class FlagValue
{
    public static TimeSpan? Optional(ArgumentResult argument)
    {
        var text = argument.Tokens[^1].Value;
        var parsed = GoDuration.Parse(text);
        if (parsed.Problem is null) return parsed.Value;
        Refuse(argument, text, parsed.Problem);
        return null;
    }

    public static T Choice<T>(ArgumentResult argument)
        where T : struct, Enum
    {
        var text = argument.Tokens[^1].Value;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsAsciiDigit(text[0])) return value;
        Refuse(argument, text, $"it is none of the choices. Give one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
        return default;
    }

    public static NodeTerminationKind Kind(ArgumentResult argument)
    {
        var text = argument.Tokens[^1].Value;
        if (!NodeTerminationKindName.TryParse(text, out var kind)) Refuse(argument, text, $"it is not a kind of notice. Give one of {NodeTerminationKindName.All}");
        return kind;
    }

    public static NodeTaint Taint(ArgumentResult argument)
    {
        var text = argument.Tokens[^1].Value;
        if (NodeTaint.TryParse(text, out var taint, out var problem)) return taint;
        Refuse(argument, text, problem);
        return NodeTaint.Default;
    }

    private static void Refuse(ArgumentResult argument, string text, string problem) =>
        argument.AddError($"Cannot use --{argument.Argument.Name.TrimStart('-')} '{text}': {problem}.");
}
