using System.CommandLine;
using Kubexit.Graveyards;
using Kubexit.Platform.Linux;

namespace Kubexit.Host;

/// <summary>Reads a verb's flags and runs it. Whatever is wrong with them is one sentence and exit code 2.</summary>
internal static class VerbLine
{
    // No @files and no bundles of letters: what was typed is what is meant.
    public static readonly ParserConfiguration Configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <param name="verb">The verb with its flags.</param>
    /// <param name="args">What was typed after the verb.</param>
    /// <param name="run">Runs the verb and returns its exit code.</param>
    public static int Run(Command verb, string[] args, Func<ParseResult, int> run)
    {
        if (args.TakeWhile(a => a != "--").Any(a => a is "--help" or "-h")) return HelpVerb.Run([verb.Name]);
        var line = verb.Parse([verb.Name, .. args], Configuration);
        try
        {
            if (ErrorOf(line, verb) is { } error) throw new ConfigurationException([error]);
            return run(line);
        }
        catch (KubexitException e)
        {
            Terminal.WriteError(e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Terminal.WriteError(e.Message);
            return OwnExitCode.Internal;
        }
        catch (Exception e)
        {
            Terminal.WriteError($"Kubexit itself failed: {e.GetType().Name}: {e.Message} This is a bug, please report it.\n{e.StackTrace}");
            return OwnExitCode.Internal;
        }
    }

    private static string? ErrorOf(ParseResult line, Command verb)
    {
        var help = $"'kubexit {verb.Name} --help' lists the flags";
        if (line.UnmatchedTokens is [var unknown, ..])
            return $"Cannot understand '{PrintableText.Of(unknown)}' after 'kubexit {verb.Name}': "
                + $"{(unknown.StartsWith('-') ? "there is no such flag" : "nothing is expected there")}. {help}.";
        if (line.Errors is not [var error, ..]) return null;

        // Ours, from the flags themselves, are whole sentences; the library's are not quite.
        return error.Message.StartsWith("Cannot ", StringComparison.Ordinal) ? error.Message
            : $"Cannot run 'kubexit {verb.Name}': {error.Message.TrimEnd('.')}. {help}.";
    }
}
