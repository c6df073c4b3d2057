using System.Globalization;
using System.Text;
using Kubexit.StatusReports;

namespace Kubexit.Lint.Graphs;

/// <summary>Timelines, drawn as <c>kubexit status</c> draws them, one below the other.</summary>
internal static class TimelineSvg
{
    public static string Render(IReadOnlyList<(GraveyardStatus Status, StatusStory Story)> timelines)
    {
        string[] pictures = [.. timelines.Select(timeline => StatusSvg.Render(timeline.Status, timeline.Story))];
        if (pictures is [var single]) return single;
        var (body, y) = (new StringBuilder(), 0);
        foreach (var picture in pictures)
        {
            // The id of a title is the only one in a picture, and no text in it has a quotation mark.
            body.Append(picture.Replace("<svg ", $"<svg y=\"{y}\" ", StringComparison.Ordinal).Replace(
                "\"title\"", $"\"title{y}\"", StringComparison.Ordinal));
            y += NumberAfter(picture, "height=\"");
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{NumberAfter(pictures[0], "width=\"")}\" height=\"{y}\">\n{body}</svg>\n");
    }

    private static int NumberAfter(string text, string key)
    {
        var start = text.IndexOf(key, StringComparison.Ordinal) + key.Length;
        return int.Parse(text[start..text.IndexOf('"', start)], CultureInfo.InvariantCulture);
    }
}
