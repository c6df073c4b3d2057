using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Reading;

/// <summary>Steps through YAML as the API server would see it: merge keys count, what has another shape is as if it were not there.</summary>
internal static class YamlNodes
{
    // A mapping can merge itself.
    private const int DeepestMerge = 16;

    /// <summary>The value of a key; <see langword="null"/> where there is none, or <c>null</c>.</summary>
    public static YamlNode? Get(this YamlNode? node, string key) => Pair(node, key)?.Value;

    /// <summary>The value behind several keys.</summary>
    public static YamlNode? Get(this YamlNode? node, string first, string second, params ReadOnlySpan<string> more)
    {
        node = node.Get(first).Get(second);
        foreach (var key in more) node = node.Get(key);
        return node;
    }

    /// <summary>A key and its value.</summary>
    public static (YamlNode Key, YamlNode Value)? Pair(this YamlNode? node, string key)
    {
        foreach (var (name, value) in node.Pairs())
        {
            if (name is YamlScalarNode { Value: { } text } && text == key) return IsNull(value) ? null : (name, value);
        }

        return null;
    }

    /// <summary>The keys and values of a mapping, those of merged mappings (<c>&lt;&lt;</c>) last.</summary>
    public static IEnumerable<(YamlNode Key, YamlNode Value)> Pairs(this YamlNode? node) => Pairs(node, DeepestMerge);

    /// <summary>The elements of a sequence.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node) => node is YamlSequenceNode sequence ? sequence.Children : [];

    /// <summary>The text of a scalar; <see langword="null"/> for everything else.</summary>
    public static string? Text(this YamlNode? node) => node is YamlScalarNode scalar && !IsNull(scalar) ? scalar.Value : null;

    /// <summary>Whether it is the word <c>true</c>.</summary>
    public static bool IsTrue(this YamlNode? node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "True" or "TRUE" };

    /// <summary>Whether it is the word <c>false</c>.</summary>
    public static bool IsFalse(this YamlNode? node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" or "False" or "FALSE" };

    /// <summary>A whole number; <see langword="null"/> for everything else.</summary>
    public static long? Number(this YamlNode? node) =>
        node.Text() is { } text && long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static IEnumerable<(YamlNode Key, YamlNode Value)> Pairs(YamlNode? node, int deepest)
    {
        if (node is not YamlMappingNode mapping || deepest == 0) yield break;
        YamlNode? merged = null;
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain }) merged = value;
            else yield return (key, value);
        }

        foreach (var one in merged is YamlSequenceNode many ? many.Children : merged is null ? [] : [merged])
        {
            foreach (var pair in Pairs(one, deepest - 1))
            {
                if (pair.Key is not YamlScalarNode { Value: { } name } || !mapping.Children.Keys.Any(k => k is YamlScalarNode own && own.Value == name)) yield return pair;
            }
        }
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };
}
