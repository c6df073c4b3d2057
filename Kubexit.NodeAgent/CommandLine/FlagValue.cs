using System.CommandLine.Parsing;
using System.Globalization;
using Kubexit.Configuration;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>Reads the values of flags. What is wrong with one is said in the words that were typed.</summary>
internal static class FlagValue
{
    public static string Text(ArgumentResult argument) => argument.Tokens[^1].Value;

    public static string[] Texts(ArgumentResult argument) => [.. argument.Tokens.Select(token => token.Value)];

    /// <summary>Set where it stands alone, and as <c>true</c> or <c>false</c> says: the parser takes no other word for its value.</summary>
    public static bool Switch(ArgumentResult argument) => argument.Tokens is not [.., var word] || bool.Parse(word.Value);

    public static Uri? Url(ArgumentResult argument)
    {
        var text = Text(argument);
        if (!Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var url)) Refuse(argument, text, "it is not a URL. Give for example http://169.254.169.254");
        return url;
    }

    public static double Number(ArgumentResult argument)
    {
        var text = Text(argument);
        if (!double.TryParse(text, CultureInfo.InvariantCulture, out var number)) Refuse(argument, text, "it is not a number. Give for example 50");
        return number;
    }

    public static TimeSpan? Optional(ArgumentResult argument)
    {
        var text = Text(argument);
        var parsed = GoDuration.Parse(text);
        if (parsed.Problem is null) return parsed.Value;
        Refuse(argument, text, parsed.Problem);
        return null;
    }

    public static T Choice<T>(ArgumentResult argument)
        where T : struct, Enum
    {
        var text = Text(argument);
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsAsciiDigit(text[0])) return value;
        Refuse(argument, text, $"it is none of the choices. Give one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
        return default;
    }

    public static NodeTerminationKind Kind(ArgumentResult argument)
    {
        var text = Text(argument);
        if (!NodeTerminationKindName.TryParse(text, out var kind)) Refuse(argument, text, $"it is not a kind of notice. Give one of {NodeTerminationKindName.All}");
        return kind;
    }

    public static NodeTaint Taint(ArgumentResult argument)
    {
        var text = Text(argument);
        if (NodeTaint.TryParse(text, out var taint, out var problem)) return taint;
        Refuse(argument, text, problem);
        return NodeTaint.Default;
    }

    private static void Refuse(ArgumentResult argument, string text, string problem) =>
        argument.AddError($"Cannot use --{argument.Argument.Name.TrimStart('-')} '{text}': {problem}.");
}
