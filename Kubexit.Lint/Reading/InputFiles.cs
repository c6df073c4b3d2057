using System.Text;

namespace Kubexit.Lint.Reading;

/// <summary>Finds and reads the files that a command line names.</summary>
internal static class InputFiles
{
    /// <summary>Longer than anybody's manifest: a file that never ends must not fill the memory.</summary>
    private const int LongestFile = 64 * 1024 * 1024;

    /// <param name="paths">Files, folders, and <c>-</c> for standard input. Of a folder every <c>.yaml</c>, <c>.yml</c> and <c>.json</c>
    /// file, hidden ones left out.</param>
    /// <returns>What could be read, and one sentence for everything else.</returns>
    public static (IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Problems) Read(IEnumerable<string> paths)
    {
        var (files, problems) = (new List<SourceFile>(), new List<string>());
        foreach (var path in paths) Add(path, files, problems);
        return (files, problems);
    }

    private static void Add(string path, List<SourceFile> files, List<string> problems)
    {
        try
        {
            if (path == "-") files.Add(new SourceFile(path,
                Text(new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(0, ownsHandle: false), FileAccess.Read))));
            else if (Directory.Exists(path)) AddFolder(path, files, problems);
            else files.Add(new SourceFile(path,
                Text(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException
            or InvalidDataException)
        {
            problems.Add($"Cannot read '{PrintableText.Of(path)}': {PrintableText.Of(Cause(e))}. Name a file or folder that can be "
                + "read, or '-' for standard input.");
        }
    }

    private static void AddFolder(string folder, List<SourceFile> files, List<string> problems)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(path).StartsWith('.')) continue;
            if (!Directory.Exists(path))
            {
                if (Path.GetExtension(path) is ".yaml" or ".yml" or ".json") Add(path, files, problems);
            }
            else if (!File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
            {
                Add(path, files, problems);
            }
        }
    }

    private static string Text(FileStream stream)
    {
        using (stream)
        using (var reader = new StreamReader(stream, Encoding.UTF8))
        {
            var text = new StringBuilder();
            var buffer = new char[8 * 1024];
            while (reader.Read(buffer) is > 0 and var count)
            {
                text.Append(buffer, 0, count);
                if (text.Length > LongestFile) throw new InvalidDataException("it is longer than 64 MiB");
            }

            return text.ToString();
        }
    }

    private static string Cause(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "it may not be read by this user",
        _ => e.Message.TrimEnd('.'),
    };
}
