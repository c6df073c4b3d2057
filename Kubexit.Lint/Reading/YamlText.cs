using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Reading;

/// <summary>Reads the documents of one file.</summary>
internal static class YamlText
{
    /// <returns>The documents, or one sentence that says where the text is no YAML and what to do.</returns>
    public static (IReadOnlyList<YamlNode> Documents, string? Problem) Read(SourceFile file)
    {
        var parser = new GuardedParser(new Parser(new StringReader(file.Text)));
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            return ([.. stream.Documents.Select(document => document.RootNode)], null);
        }
        catch (Exception e) when (e is YamlException or ArgumentException or InvalidOperationException)
        {
            var (line, column) = e is YamlException { Start: var start } ? (start.Line, start.Column) : (1, 1);
            var where = $"Cannot read '{PrintableText.Of(file.Path)}', line {line}, column {column}: ";
            return ([], IsTemplate(file, (int)line, parser)
                ? where + "it is a template, not YAML. Render it first, for example with 'helm template CHART | kubexit-lint -'."
                : $"{where}{PrintableText.Of(Cause(e))}. Correct the YAML there.");
        }
    }

    /// <summary>A template's actions begin before the place where a YAML parser gives up, or there.</summary>
    private static bool IsTemplate(SourceFile file, int line, GuardedParser parser)
    {
        if (parser.SawTemplate) return true;
        for (var number = 1; number <= line + 1; number++)
        {
            var text = file.Line(number);
            var at = text.IndexOf("{{", StringComparison.Ordinal);
            if (at >= 0 && !text.AsSpan(0, at).Contains('#') && !text.AsSpan(0, at).EndsWith("$")) return true;
        }

        return false;
    }

    private static string Cause(Exception e)
    {
        var message = e.Message.TrimEnd('.');
        return e is YamlException && message.IndexOf("): ", StringComparison.Ordinal) is >= 0 and var at && message.StartsWith('(')
            ? message[(at + 3)..] : message;
    }
}
