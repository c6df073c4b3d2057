using System.Text.RegularExpressions;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Documentation;

/// <summary>A Markdown file of the checkout: where its links lead, and which anchors it has, as GitHub makes them.</summary>
internal sealed partial class MarkdownPage
{
    private const string Online = "https://github.com/kubexit-net/kubexit/";
    private static readonly string[] Unwritten = ["bin", "obj", "artifacts", ".git", "TestResults"];

    private readonly string _path;
    private readonly string _text;

    private MarkdownPage(string path)
    {
        _path = path;
        _text = Fence().Replace(Repository.ReadText(path), "");
    }

    /// <summary>Every page, by its path from the root.</summary>
    public static IEnumerable<string> All =>
        Below(Repository.Root).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal);

    /// <summary>The links that lead nowhere.</summary>
    public static IReadOnlyList<string> DeadLinksOf(string path) => [.. new MarkdownPage(path).DeadLinks()];

    private IEnumerable<string> DeadLinks() =>
        from match in Link().Matches(Code().Replace(_text, ""))
        let target = match.Groups[1].Value
        where PathOf(target) is { } path && !IsThere(path, target.Split('#', 2) is [_, var anchor] ? anchor : "")
        select target;

    /// <summary>The file that a link means, from the root; <see langword="null"/> for one elsewhere.</summary>
    private string? PathOf(string target)
    {
        var file = target.Split('#')[0];
        if (OnlineFile().Match(file) is { Success: true } online) return online.Groups[1].Value;
        if (target.StartsWith(Online, StringComparison.Ordinal) || target.Contains(':', StringComparison.Ordinal)) return null;
        return file.Length == 0 ? _path
            : Path.GetRelativePath(Repository.Root,
                Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(_path)!, Uri.UnescapeDataString(file))));
    }

    private static bool IsThere(string path, string anchor)
    {
        var full = Path.Combine(Repository.Root, path);
        if (anchor.Length == 0) return Path.Exists(full);
        return File.Exists(full) && new MarkdownPage(path).Anchors().Contains(anchor);
    }

    private HashSet<string> Anchors()
    {
        var anchors = Id().Matches(_text).Select(match => match.Groups[1].Value).ToHashSet();
        foreach (Match heading in Heading().Matches(_text))
        {
            var slug = NotInSlug().Replace(LinkText().Replace(heading.Groups[1].Value, "$1").Trim().ToLowerInvariant(), "")
                .Replace(' ', '-');
            for (var number = 0; !anchors.Add(number == 0 ? slug : $"{slug}-{number}"); number++)
            {
            }
        }

        return anchors;
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(
            Directory.EnumerateDirectories(folder).Where(below => !Unwritten.Contains(Path.GetFileName(below))).SelectMany(Below));

    [GeneratedRegex(@"^( *)```.*?^ *```[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex Code();

    // In the text, or at the end of the page: [name]: target.
    [GeneratedRegex(@"(?:\]\(|^\[[^\]\n]+\]: )<?([^)>\s]+)", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^" + Online + @"(?:blob|tree)/main/(.+)$")]
    private static partial Regex OnlineFile();

    [GeneratedRegex("^#{1,6} +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("""<a (?:id|name)="([^"]+)">""")]
    private static partial Regex Id();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex NotInSlug();
}
