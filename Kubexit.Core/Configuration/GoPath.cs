namespace Kubexit.Configuration;

/// <summary>Paths cleaned as the Go original cleans them, by their letters alone: no link is followed, nothing has to exist.</summary>
internal static class GoPath
{
    /// <summary>
    /// Go's <c>filepath.Clean</c> (<see href="https://pkg.go.dev/path/filepath#Clean"/>): no empty, <c>.</c> or inner <c>..</c> segments,
    /// no trailing slash. The root stays the root: the original trims it to nothing first and ends up in the working directory.
    /// </summary>
    public static string Clean(string path)
    {
        var rooted = path.StartsWith('/');
        var segments = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment is "" or ".") continue;
            if (segment is not "..") segments.Add(segment);
            else if (segments is [.., not ".."]) segments.RemoveAt(segments.Count - 1);
            else if (!rooted) segments.Add("..");
        }

        var cleaned = string.Join('/', segments);
        if (rooted) return "/" + cleaned;
        return cleaned.Length == 0 ? "." : cleaned;
    }
}
