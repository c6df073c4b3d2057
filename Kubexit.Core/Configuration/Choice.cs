namespace Kubexit.Configuration;

/// <summary>The members of an enumeration as words that people type: lower case, never numbers.</summary>
internal static class Choice
{
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Every word, the default first.</summary>
    public static string[] Words<T>()
        where T : struct, Enum => Array.ConvertAll(Enum.GetValues<T>(), Word);

    public static Parsed<T> Parse<T>(string text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value).Equals(text, StringComparison.OrdinalIgnoreCase)) return Parsed<T>.Ok(value);
        }

        var words = Words<T>();
        return Parsed<T>.Bad($"'{text}' is not one of the words allowed here. Write {string.Join(", ", words[..^1])} or {words[^1]}");
    }
}
