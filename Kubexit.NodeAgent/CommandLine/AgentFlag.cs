using System.CommandLine;

namespace Kubexit.NodeAgent;

/// <summary>How a setting is given.</summary>
internal enum FlagShape
{
    /// <summary>One value.</summary>
    Text,

    /// <summary>Any number of values: a repeated flag, a list in the file, words separated by blanks in a variable.</summary>
    Texts,

    /// <summary>Set where it stands alone, and as <c>true</c> or <c>false</c> says.</summary>
    Switch,
}

/// <summary>
/// One setting, by one name everywhere: <c>--notice-file</c>, <c>KUBEXIT_AGENT_NOTICE_FILE</c>, <c>notice-file</c> in the file.
/// </summary>
/// <param name="Key">Its name.</param>
/// <param name="Shape">How it is given.</param>
/// <param name="Description">For <c>--help</c>, with its default.</param>
internal sealed record AgentFlag(string Key, FlagShape Shape, string Description)
{
    public string Name => "--" + Key;

    public string Variable => "KUBEXIT_AGENT_" + Key.Replace('-', '_').ToUpperInvariant();

    /// <summary>Another variable that is read where the first is not set.</summary>
    public string? OtherVariable { get; init; }

    /// <summary>Takes every word as it is typed: what is wrong with it is said where all sources are read.</summary>
    public Option ToOption() => Shape switch
    {
        FlagShape.Switch => new Option<string[]>(Name) { Arity = ArgumentArity.ZeroOrOne, CustomParser = Words, Recursive = true },
        FlagShape.Text => new Option<string[]>(Name) { Arity = ArgumentArity.ExactlyOne, CustomParser = Words, Recursive = true },
        FlagShape.Texts => new Option<string[]>(Name) { Arity = ArgumentArity.OneOrMore, CustomParser = Words, Recursive = true },
        _ => throw new InvalidOperationException($"There is no shape {Shape}."),
    };

    private static string[] Words(System.CommandLine.Parsing.ArgumentResult argument) => [.. argument.Tokens.Select(token => token.Value)];
}
