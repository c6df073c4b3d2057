namespace Kubexit.Configuration;

/// <summary>A group of variables of which one chooses the kind, and the others say more about it.</summary>
internal static class KindSettings
{
    /// <summary>Reads the one kind that is set; <see langword="null"/> when none is or it is wrong. A second kind is an error.</summary>
    public static T? ReadKind<T>(this SettingsReader reader, IReadOnlyList<Kind<T>> kinds)
        where T : class
    {
        var set = kinds.Where(k => reader.Text(k.Variable) is not null).ToArray();
        if (set.Length > 1)
            reader.AddError($"Cannot use {string.Join(" together with ", set.Select(k => reader.Word(k.Variable)))}: only one kind is "
                + "possible. Keep one of them.");
        T? kind = null;
        foreach (var one in set) kind = reader.Value(one.Variable, kind, text => one.Parse(text).Select<T?>(k => k));
        return kind;
    }

    /// <summary>Rejects variables that say more about a kind when no kind is set: most likely the kind was misspelt.</summary>
    public static void RejectWithoutKind(this SettingsReader reader, IEnumerable<string> kinds, params string[] details)
    {
        if (kinds.Any(k => reader.Text(k) is not null)) return;
        foreach (var detail in details.Where(d => reader.Text(d) is not null))
            reader.AddError($"Cannot use {reader.Word(detail)} '{reader.Text(detail)}': it has no meaning by itself. Set one of "
                + $"{string.Join(", ", kinds)} too, or remove it.");
    }
}

/// <summary>A variable that chooses a kind, and how its value is read.</summary>
internal sealed record Kind<T>(string Variable, Func<string, Parsed<T>> Parse);
