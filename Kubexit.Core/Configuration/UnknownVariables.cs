namespace Kubexit.Configuration;

/// <summary>Finds variables that look like ours and are not: most likely misspelt, but no reason to refuse the start.</summary>
internal static class UnknownVariables
{
    private const string Prefix = "KUBEXIT_";

    public static IReadOnlyList<string> Warn(IEnumerable<string> variables, IReadOnlySet<string> known)
    {
        List<string> unknown = [];
        foreach (var variable in variables)
        {
            if (variable.StartsWith(Prefix, StringComparison.Ordinal) && !known.Contains(variable) && !IsServiceLink(variable))
                unknown.Add(variable);
        }

        unknown.Sort(StringComparer.Ordinal);
        return unknown.ConvertAll(variable => OptionNames.IsForApplications(variable)
            ? $"{variable} has no effect here: it is for applications that call AddKubexit, not for a wrapped command. Remove it."
            : $"{variable} is not a variable of Kubexit and is ignored.{Suggest(variable, known)}");
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
        || (variable.StartsWith("KUBEXIT_PORT_", StringComparison.Ordinal)
            && char.IsAsciiDigit(variable["KUBEXIT_PORT_".Length..].FirstOrDefault()));

    private static string Suggest(string variable, IReadOnlySet<string> known)
    {
        if (ForeignVariables.AdviceFor(variable) is { } advice) return " " + advice;
        var prefixLength = variable.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0;
        return Spelling.Nearest(variable, known, prefixLength) is { } nearest ? $" Did you mean {nearest}?" : "";
    }
}
