namespace Kubexit.Lint.Reading;

/// <summary>A text that was read, and where from.</summary>
/// <param name="path">As the user wrote it, or as it was found in a folder; <c>-</c> for standard input.</param>
/// <param name="text">The text.</param>
internal sealed class SourceFile(string path, string text)
{
    private string[]? _lines;

    public string Path { get; } = path;

    public string Text { get; } = text;

    /// <summary>One line without its end; empty beyond the last.</summary>
    /// <param name="number">From 1.</param>
    public string Line(int number)
    {
        _lines ??= Text.Split('\n');
        return number >= 1 && number <= _lines.Length ? _lines[number - 1].TrimEnd('\r') : "";
    }
}
