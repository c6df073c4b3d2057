namespace Kubexit.Platform.Linux;

/// <summary>Looks a command up in PATH, as execvp(3) does.</summary>
internal static unsafe class ExecutableSearch
{
    /// <exception cref="ChildStartException">There is no such file (127), or none that may be executed (126).</exception>
    public static string Find(string file, IReadOnlyDictionary<string, string?>? environment)
    {
        if (file.Length == 0) throw ChildStartException.NotFound(file, "the name is empty");
        if (file.Contains('/')) return Check(file, out var cause) is null ? file : throw cause!;

        string? path = null;
        if (environment?.TryGetValue("PATH", out path) != true) path = Environment.GetEnvironmentVariable("PATH");
        ChildStartException? refused = null;
        foreach (var directory in (path ?? "/usr/local/bin:/usr/bin:/bin").Split(':'))
        {
            var candidate = directory.Length == 0 ? "./" + file : Path.Combine(directory, file);
            if (Check(candidate, out var cause) is not { } code) return candidate;

            // A file that may not be executed hides a later one from nobody, but explains better than "not found".
            if (code == OwnExitCode.NotExecutable) refused ??= cause;
        }

        throw refused ?? ChildStartException.NotFound(file, "no such file in PATH");
    }

    private static int? Check(string candidate, out ChildStartException? cause)
    {
        const int executable = 1;
        fixed (byte* p = NativePath.Of(candidate))
        {
            var errno = Libc.Stat(p, followLinks: true, out var status);
            cause = errno switch
            {
                Libc.Enoent or Libc.Enotdir => ChildStartException.NotFound(candidate, Libc.Describe(errno)),
                not 0 => ChildStartException.NotExecutable(candidate, Libc.Describe(errno)),
                _ when !status.IsRegular => ChildStartException.NotExecutable(candidate, $"it is {status.Kind}"),
                _ when !status.IsExecutable || (Libc.access(p, executable) != 0 && Libc.Errno == Libc.Eacces) =>
                    ChildStartException.NotExecutable(candidate, "permission denied"),
                _ => null,
            };
        }

        return cause?.ExitCode;
    }
}
