namespace Kubexit.Tests.Infrastructure;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory);

    public static string Root { get; } = Path.GetFullPath("../../../..", AppContext.BaseDirectory);

    public static string Configuration => Output.Parent!.Name;

    public static string ReadText(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>The build of a program of the repository that targets the framework of these tests.</summary>
    public static string Executable(string project) =>
        Path.Combine(Root, project, "bin", Configuration, Output.Name, Path.GetFileName(project));

    /// <summary>The fenced blocks of one language in a document.</summary>
    public static IReadOnlyList<string> CodeBlocks(string document, string language) =>
    [
        .. ReadText(document).Split($"```{language}\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]),
    ];
}
