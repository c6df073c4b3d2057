using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Reading;

/// <summary>
/// Steps through YAML as the API server would see it: merge keys count, what has another shape is as if it were not there.
/// </summary>
internal static class YamlNodes
{
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
        if (node is not YamlMappingNode mapping) return null;
        var isMerged = false;
        for (var i = 0; i < mapping.Children.Count; i++)
        {
            var (name, value) = mapping.Children[i];
            if (name is not YamlScalarNode { Value: { } text }) continue;
            if (text == key) return IsNull(value) ? null : (name, value);
            isMerged |= IsMerge(name);
        }

        if (!isMerged) return null;
        foreach (var (name, value) in mapping.Pairs())
        {
            if (name.Text() == key) return IsNull(value) ? null : (name, value);
        }

        return null;
    }

    /// <summary>
    /// The keys and values of a mapping, those of merged mappings (<c>&lt;&lt;</c>) last and only where they are not its own.
    /// </summary>
    public static IReadOnlyList<(YamlNode Key, YamlNode Value)> Pairs(this YamlNode? node)
    {
        var pairs = new List<(YamlNode Key, YamlNode Value)>();
        if (node is YamlMappingNode mapping) Collect(mapping, pairs, [], new HashSet<YamlNode>(ReferenceEqualityComparer.Instance));
        return pairs;
    }

    /// <summary>The elements of a sequence.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node) => node is YamlSequenceNode sequence ? sequence.Children : [];

    /// <summary>The text of a scalar; <see langword="null"/> for everything else.</summary>
    public static string? Text(this YamlNode? node) => node is YamlScalarNode scalar && !IsNull(scalar) ? scalar.Value : null;

    /// <summary>Whether it is the word <c>true</c>.</summary>
    public static bool IsTrue(this YamlNode? node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "True" or "TRUE" };

    /// <summary>Whether it is the word <c>false</c>.</summary>
    public static bool IsFalse(this YamlNode? node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" or "False" or "FALSE" };

    /// <summary>A whole number; <see langword="null"/> for everything else.</summary>
    public static long? Number(this YamlNode? node) =>
        node.Text() is { } text
            && long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture,
                out var number)
            ? number
            : null;

    /// <summary>A mapping that is merged over and over, by way of others or by itself, counts the first time.</summary>
    private static void Collect(
        YamlMappingNode mapping, List<(YamlNode Key, YamlNode Value)> pairs, HashSet<string> names, HashSet<YamlNode> seen)
    {
        if (!seen.Add(mapping)) return;
        YamlNode? merged = null;
        foreach (var (key, value) in mapping.Children)
        {
            if (IsMerge(key)) merged = value;
            else if (key is YamlScalarNode { Value: { } name } && names.Add(name)) pairs.Add((key, value));
        }

        if (merged is YamlMappingNode one) Collect(one, pairs, names, seen);
        foreach (var each in merged.Items().OfType<YamlMappingNode>()) Collect(each, pairs, names, seen);
    }

    private static bool IsMerge(YamlNode key) => key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain };

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };
}
