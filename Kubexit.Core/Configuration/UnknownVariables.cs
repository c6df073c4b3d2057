namespace Kubexit.Configuration;

/// <summary>Finds variables that look like ours and are not: most likely misspelt, but no reason to refuse the start.</summary>
internal static class UnknownVariables
{
    private const string Prefix = "KUBEXIT_";

    public static IReadOnlyList<string> Warn(IEnumerable<string> variables, IReadOnlySet<string> known)
    {
        List<string> warnings = [];
        foreach (var variable in variables)
        {
            if (variable.StartsWith(Prefix, StringComparison.Ordinal) && !known.Contains(variable) && !IsServiceLink(variable))
                warnings.Add($"{variable} is not a variable of Kubexit and is ignored.{Suggest(variable, known)}");
        }

        warnings.Sort(StringComparer.Ordinal);
        return warnings;
    }

    /// <summary>The same for keys of a configuration section, whose case does not matter.</summary>
    /// <param name="section">The section's name.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="known">The keys that mean something.</param>
    public static IReadOnlyList<string> WarnKeys(string section, IEnumerable<string> keys, IReadOnlySet<string> known) =>
    [
        .. keys.Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
            .Select(key => $"{section}:{key} is not a setting of Kubexit and is ignored.{Suggest(key, known)}"),
    ];

    /// <summary>Kubernetes puts such variables into every pod beside a Service that is called <c>kubexit</c>.</summary>
    private static bool IsServiceLink(string variable) =>
        variable is "KUBEXIT_PORT" or "KUBEXIT_SERVICE_HOST" or "KUBEXIT_SERVICE_PORT"
        || variable.StartsWith("KUBEXIT_SERVICE_PORT_", StringComparison.Ordinal)
        || (variable.StartsWith("KUBEXIT_PORT_", StringComparison.Ordinal) && char.IsAsciiDigit(variable["KUBEXIT_PORT_".Length..].FirstOrDefault()));

    private static string Suggest(string variable, IReadOnlySet<string> known)
    {
        if (ForeignVariables.AdviceFor(variable) is { } advice) return " " + advice;
        string? nearest = null;
        foreach (var name in known.Order(StringComparer.Ordinal))
        {
            if (nearest is null || Distance(variable, name) < Distance(variable, nearest)) nearest = name;
        }

        return nearest is not null && Distance(variable, nearest) <= Math.Max(1, (variable.Length - (variable.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0)) / 3)
            ? $" Did you mean {nearest}?"
            : "";
    }

    /// <summary>The Levenshtein distance: how many letters to insert, remove or replace.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
