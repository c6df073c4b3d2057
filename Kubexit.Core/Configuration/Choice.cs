namespace Kubexit.Configuration;

/// <summary>The members of an enumeration as words that people type: lower case, never numbers.</summary>
internal static class Choice
{
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static Parsed<T> Parse<T>(string text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value).Equals(text, StringComparison.OrdinalIgnoreCase)) return Parsed<T>.Ok(value);
        }

        var words = Array.ConvertAll(Enum.GetValues<T>(), Word);
        return Parsed<T>.Bad($"'{text}' is not one of the words allowed here. Write {string.Join(", ", words[..^1])} or {words[^1]}");
    }
}
