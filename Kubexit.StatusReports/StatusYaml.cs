using System.Globalization;
using System.Text;
using Kubexit.Graveyards;

namespace Kubexit.StatusReports;

/// <summary>
/// The status as one YAML document, with the fields of the JSON one. Every text is double-quoted: nothing in it can be taken for YAML.
/// </summary>
internal static class StatusYaml
{
    public static string Render(GraveyardStatus status)
    {
        var yaml = new StringBuilder();
        yaml.Append(CultureInfo.InvariantCulture, $"graveyard: {Quote(status.Path)}\n");
        yaml.Append(CultureInfo.InvariantCulture, $"at: {Quote(StatusFields.Time(status.At)!)}\n");
        yaml.Append(status.Processes.Count == 0 ? "processes: []\n" : "processes:\n");
        foreach (var process in status.Processes)
        {
            var indent = "  - ";
            foreach (var (key, value) in StatusFields.Of(process, status.At))
            {
                yaml.Append(CultureInfo.InvariantCulture,
                    $"{indent}{key}: {(value is string text ? Quote(text) : Convert.ToString(value, CultureInfo.InvariantCulture))}\n");
                indent = "    ";
            }
        }

        return yaml.ToString();
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\') quoted.Append('\\').Append(rune);
            else if (PrintableText.IsPrintable(rune)) quoted.Append(rune);
            else quoted.Append(PrintableText.Escape(rune));
        }

        return quoted.Append('"').ToString();
    }
}
