using System.CommandLine;
using System.Text.Json;
using Kubexit.Configuration;
using Microsoft.Extensions.Configuration;

namespace Kubexit.NodeAgent;

/// <summary>
/// Where settings come from, the strongest first: flags, variables, the file. A source that gives a setting gives all of its values.
/// </summary>
internal sealed class SettingLayers
{
    private const string LoggingSection = "Logging";
    private const int LongestFile = 1024 * 1024;

    private readonly List<Layer> _layers = [];

    /// <exception cref="ConfigurationException">The file cannot be read, or contains what is no setting.</exception>
    public SettingLayers(ParseResult line, Func<string, string?> variable)
    {
        _layers.Add(new Layer(flag => Given(line, flag), flag => flag.Name));
        _layers.Add(new Layer(
            flag => Words(flag, variable(flag.Variable) is { Length: > 0 } own ? own : flag.OtherVariable is null ? null
                : variable(flag.OtherVariable)),
            flag => variable(flag.Variable) is { Length: > 0 } ? flag.Variable : flag.OtherVariable ?? flag.Variable));
        if (Get(AgentFlags.Config) is not { Values: [var path] }) return;
        File = Read(path);
        var unknown = File.GetChildren().Where(child => child.Key != LoggingSection && AgentFlags.All.All(flag => flag.Key != child.Key))
            .ToList();
        if (unknown.Count > 0)
            throw new ConfigurationException(
                [.. unknown.Select(child => $"Cannot use '{child.Key}' in {path}: there is no such setting. See --help.")]);
        _layers.Add(new Layer(flag => Listed(File.GetSection(flag.Key)), flag => $"'{flag.Key}' in {path}"));
    }

    /// <summary>The file, for the host: its section Logging is the host's own.</summary>
    public IConfiguration? File { get; }

    /// <summary>What was given, and the word for it that its giver used; <see langword="null"/> when nobody did.</summary>
    public (IReadOnlyList<string> Values, string Words)? Get(AgentFlag flag)
    {
        foreach (var layer in _layers)
        {
            if (layer.Values(flag) is { } values) return (values, layer.Words(flag));
        }
        return null;
    }

    private static IReadOnlyList<string>? Given(ParseResult line, AgentFlag flag)
    {
        if (line.GetResult(flag.Name) is not System.CommandLine.Parsing.OptionResult { Implicit: false } option) return null;
        return option.Tokens is { Count: > 0 } tokens ? [.. tokens.Select(token => token.Value)] : ["true"];
    }

    private static string[]? Words(AgentFlag flag, string? value) => string.IsNullOrEmpty(value) ? null
        : flag.Shape == FlagShape.Texts ? value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        : [value];

    private static IReadOnlyList<string>? Listed(IConfigurationSection section) =>
        section.Value is { } value ? [value]
        : section.GetChildren().Select(child => child.Value).OfType<string>().ToList() is { Count: > 0 } values ? values
        : null;

    private static IConfiguration Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (stream.Length > LongestFile) throw Refused("it is longer than 1 MiB");
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or JsonException)
        {
            throw Refused(e is FormatException or JsonException ? $"it is not a JSON object ({(e.InnerException ?? e).Message})"
                : e.Message.TrimEnd('.'));
        }

        ConfigurationException Refused(string cause) =>
            new([$"Cannot read the settings in '{path}': {cause}. Give another --config, or none."]);
    }

    private sealed record Layer(Func<AgentFlag, IReadOnlyList<string>?> Values, Func<AgentFlag, string> Words);
}
