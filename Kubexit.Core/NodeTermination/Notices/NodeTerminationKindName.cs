using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Kubexit.NodeTermination;

/// <summary>The names people type and read: <c>gce-preemption</c> for <see cref="NodeTerminationKind.GcePreemption"/>.</summary>
internal static partial class NodeTerminationKindName
{
    private static readonly FrozenDictionary<NodeTerminationKind, string> Names =
        Enum.GetValues<NodeTerminationKind>().ToFrozenDictionary(kind => kind, kind => Capital().Replace(kind.ToString(), "-$0").ToLowerInvariant());

    private static readonly FrozenDictionary<string, NodeTerminationKind> Kinds =
        Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    public static string Text(this NodeTerminationKind kind) => Names[kind];

    public static bool TryParse(string? text, out NodeTerminationKind kind) => Kinds.TryGetValue(text?.Trim() ?? "", out kind);

    public static string All => string.Join(", ", Names.OrderBy(pair => pair.Key).Select(pair => pair.Value));

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
