namespace Kubexit.Configuration;

/// <summary>What can be known to be wrong with a command before it is started.</summary>
internal static class WrappedCommandRules
{
    private const string NoCommand = "Cannot wrap a command: none was given. Write 'kubexit COMMAND [ARG...]', or 'kubexit --help'.";

    /// <returns>What is wrong and what to do; <see langword="null"/> when nothing is.</returns>
    public static string? ProblemWith(string[] command) => command.Length == 0 ? NoCommand : ProblemWithSetsid(command);

    /// <summary>
    /// A command that begins with <c>setsid --fork</c> ends at once and with success, whatever becomes of what it has started. Without that
    /// option it is followed.
    /// </summary>
    private static string? ProblemWithSetsid(string[] command)
    {
        if (Path.GetFileName(command[0]) != "setsid") return null;
        var options = command.Skip(1).TakeWhile(word => word is ['-', _, ..]);
        var option = options.FirstOrDefault(word => word == "--fork" || (word[1] != '-' && word.Contains('f')));
        return option is null
            ? null
            : $"Cannot wrap 'setsid {option}': it starts the command and exits at once, so the command's end cannot be seen. "
                + $"Leave out '{option}'.";
    }
}
