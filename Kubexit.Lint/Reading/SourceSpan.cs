using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Reading;

/// <summary>A part of one line of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">The first character, from 1.</param>
/// <param name="Length">How many characters; at least 1.</param>
internal readonly record struct SourceSpan(SourceFile File, int Line, int Column, int Length)
{
    /// <summary>Where a node is: of one that goes over several lines, the first.</summary>
    public static SourceSpan Of(SourceFile file, YamlNode node)
    {
        var (line, column) = ((int)node.Start.Line, (int)node.Start.Column);
        var end = node.End.Line == node.Start.Line ? (int)node.End.Column : file.Line(line).TrimEnd().Length + 1;
        return new(file, line, column, Math.Max(1, end - column));
    }

    /// <summary>The part of it that says <paramref name="text"/>; all of it where that is not written as it is.</summary>
    public SourceSpan Narrow(string text)
    {
        var line = File.Line(Line);
        if (text.Length == 0 || Column > line.Length) return this;
        var at = line.AsSpan(Column - 1, Math.Min(Length, line.Length - Column + 1)).IndexOf(text);
        return at < 0 ? this : this with { Column = Column + at, Length = text.Length };
    }
}
