using System.Diagnostics.CodeAnalysis;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>The taint that keeps new pods away. Without a value, the kind of notice is the value.</summary>

internal sealed record NodeTaint(string Key, string? Value, string Effect)
{
    public static readonly NodeTaint Default = new("kubexit/node-termination", null, "NoSchedule");

    /// <summary>
    /// Reads <c>key=value:effect</c> or <c>key:effect</c> as kubectl does, and <c>key:value:effect</c> as Google's handler did.
    /// NoExecute is refused: it would end every pod at once, in no order and without regard to what is left of the time.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NodeTaint? taint, [NotNullWhen(false)] out string? problem)
    {
        var colon = text.LastIndexOf(':');
        var (rest, effect) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        var split = rest.IndexOfAny(['=', ':']);
        var (key, value) = split < 0 ? (rest, "") : (rest[..split], rest[(split + 1)..]);
        problem = effect switch
        {
            "NoSchedule" or "PreferNoSchedule" =>
                key.Length is > 0 and <= 317 && value.Length <= 63 && !key.Any(char.IsWhiteSpace) ? null
                    : "the key or the value is not valid",
            "NoExecute" => "NoExecute ends every pod at once, in no order. Use NoSchedule",
            _ => $"'{effect}' is not an effect. Write key=value:NoSchedule or key=value:PreferNoSchedule",
        };
        taint = problem is null ? new NodeTaint(key, value, effect) : null;
        return problem is null;
    }

    public NodeTaint For(NodeTerminationKind kind) => this with { Value = Value ?? kind.Text() };

    public Taint ToTaint() => new() { Key = Key, Value = Value ?? "", Effect = Effect };

    /// <summary>Kubernetes allows one taint for each key and effect.</summary>
    public bool SameSlot(Taint other) => other.Key == Key && other.Effect == Effect;

    public override string ToString() => $"{Key}={Value}:{Effect}";
}
