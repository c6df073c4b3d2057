using System.Text;

namespace Kubexit.NodeTermination;

/// <summary>The names people type and read: <c>gce-preemption</c> for <see cref="NodeTerminationKind.GcePreemption"/>.</summary>
internal static class NodeTerminationKindName
{
    private static readonly NodeTerminationKind[] Kinds = Enum.GetValues<NodeTerminationKind>();
    private static readonly string[] Names = Array.ConvertAll(Kinds, kind => WithDashes(kind.ToString()));

    public static string Text(this NodeTerminationKind kind) => Names[Array.IndexOf(Kinds, kind)];

    public static bool TryParse(string? text, out NodeTerminationKind kind)
    {
        var index = Array.FindIndex(Names, name => name.Equals(text?.Trim(), StringComparison.OrdinalIgnoreCase));
        kind = index < 0 ? default : Kinds[index];
        return index >= 0;
    }

    public static string All => string.Join(", ", Names);

    private static string WithDashes(string name)
    {
        var result = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && result.Length > 0) result.Append('-');
            result.Append(char.ToLowerInvariant(letter));
        }

        return result.ToString();
    }
}
