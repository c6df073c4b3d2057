using System.CommandLine;
using System.CommandLine.Parsing;
using Kubexit.Configuration;
using Kubexit.Graveyards;

namespace Kubexit.Host;

/// <summary>Flags whose values are read like those of variables: the same words, the same sentences when something is wrong.</summary>
internal static class Flag
{
    public static Option<T> Of<T>(string name, T defaultValue, Func<string, Parsed<T>> parse) => new(name)
    {
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => Read(name, result.Tokens[0].Value, parse, result),
    };

    /// <summary>A flag that may be given several times.</summary>
    public static Option<T[]> Many<T>(string name, Func<string, Parsed<T>> parse) => new(name)
    {
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var values = new T[result.Tokens.Count];
            for (var i = 0; i < values.Length; i++) values[i] = Read(name, result.Tokens[i].Value, parse, result)!;
            return values;
        },
    };

    public static Option<bool> Switch(string name) => new(name) { Arity = ArgumentArity.Zero };

    private static T? Read<T>(string name, string text, Func<string, Parsed<T>> parse, ArgumentResult result)
    {
        var parsed = parse(text);
        if (parsed.Problem is null) return parsed.Value;

        // A command's arguments may hold secrets.
        var quoted = name == "--exec" ? "" : $" '{PrintableText.Of(SettingValue.WithoutSecrets(text))}'";
        result.AddError($"Cannot use {name}{quoted}: {PrintableText.Of(parsed.Problem)}.");
        return default;
    }
}
