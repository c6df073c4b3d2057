namespace Kubexit.Host;

/// <summary>
/// A command that begins with <c>setsid --fork</c> ends at once and with success, whatever becomes of what it has started. Without that
/// option it is followed.
/// </summary>
internal static class ForkingSetsid
{
    /// <returns>What is wrong and what to do; <see langword="null"/> when nothing is.</returns>
    public static string? ProblemWith(string[] command)
    {
        if (command.Length == 0 || Path.GetFileName(command[0]) != "setsid") return null;
        var options = command.Skip(1).TakeWhile(word => word is ['-', _, ..]);
        var option = options.FirstOrDefault(word => word == "--fork" || (word[1] != '-' && word.Contains('f')));
        return option is null
            ? null
            : $"Cannot wrap 'setsid {option}': it starts the command and exits at once, so the command's end cannot be seen. "
                + $"Leave out '{option}'.";
    }
}
