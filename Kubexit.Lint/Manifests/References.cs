using System.Text;

namespace Kubexit.Lint.Manifests;

/// <summary>Values that are made from other values.</summary>
internal static class References
{
    /// <summary>
    /// What the kubelet makes of <c>$(NAME)</c> (<see
    /// href="https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/"/>):
    /// only variables above it count, <c>$$</c> stands for <c>$</c>, and what is not defined stays as it is written.
    /// </summary>
    /// <param name="text">The value.</param>
    /// <param name="above">The variables above it.</param>
    /// <param name="hasMore">Whether there may be others.</param>
    /// <returns><see langword="null"/> when it is made from something unknown.</returns>
    public static string? Expand(string text, IReadOnlyDictionary<string, EnvironmentVariable> above, bool hasMore)
    {
        if (text.Contains("{{", StringComparison.Ordinal)) return null; // Argo fills it in.
        if (!text.Contains('$')) return text;
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] != '$' || next is not ('$' or '('))
            {
                result.Append(text[i]);
                continue;
            }

            var end = next == '(' ? text.IndexOf(')', i) : i + 1;
            if (next == '$' || end < 0)
            {
                result.Append('$');
                if (next == '$') i++;
                continue;
            }

            var name = text[(i + 2)..end];
            if (!above.TryGetValue(name, out var variable))
            {
                // Services make variables too, and nobody knows here which there are.
                if (hasMore || name.Contains("_SERVICE_", StringComparison.Ordinal) || name.Contains("_PORT", StringComparison.Ordinal))
                    return null;
                result.Append(text, i, end + 1 - i);
            }
            else if (variable.Value is null)
            {
                return null;
            }
            else
            {
                result.Append(variable.Value);
            }

            i = end;
        }

        return result.ToString();
    }

    /// <summary>What Compose makes of <c>$NAME</c> and <c>${NAME}</c> depends on who starts it.</summary>
    /// <returns><see langword="null"/> when there is one in it.</returns>
    public static string? Interpolate(string text)
    {
        if (!text.Contains('$')) return text;
        var rest = text.Replace("$$", "", StringComparison.Ordinal);
        for (var i = rest.IndexOf('$'); i >= 0 && i + 1 < rest.Length; i = rest.IndexOf('$', i + 1))
        {
            if (rest[i + 1] == '{' || rest[i + 1] == '_' || char.IsAsciiLetter(rest[i + 1])) return null;
        }

        return text.Replace("$$", "$", StringComparison.Ordinal);
    }
}
