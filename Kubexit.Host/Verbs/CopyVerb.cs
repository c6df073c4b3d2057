using Kubexit.Graveyards;
using Kubexit.Platform;

namespace Kubexit.Host;

/// <summary>
/// This file under the name <c>cp</c>: the install step <c>cp /bin/kubexit /kubexit/kubexit</c> of manifests for the Go kubexit works in an
/// image that holds nothing else. It copies itself; it is no other cp.
/// </summary>
internal static class CopyVerb
{
    /// <summary>What an option of cp is made of that changes nothing about one file that is copied whole and executable.</summary>
    private const string HarmlessOptions = "afLpPrRTv";

    public static bool IsAsked => Path.GetFileName(Environment.GetCommandLineArgs()[0].AsSpan()) is "cp";

    public static int Run(string[] args)
    {
        string[] paths = [.. args.Where(word => !IsHarmlessOption(word))];
        if (paths is not [{ Length: > 0 } source, { Length: > 0 } destination] || !PlatformServices.IsProgram(source))
        {
            Terminal.WriteError(
                $"Cannot run 'cp {PrintableText.Of(string.Join(' ', args))}': this is kubexit under the name cp, and it copies only "
                    + "itself. "
                + "Write 'cp /bin/kubexit DEST'.");
            return OwnExitCode.Usage;
        }

        try
        {
            var target = Directory.Exists(destination) ? Path.Combine(destination, Path.GetFileName(source)) : destination;
            PlatformServices.InstallProgram(target);
            return 0;
        }
        catch (IOException e)
        {
            Terminal.WriteError(e.Message);
            return OwnExitCode.Internal;
        }
    }

    private static bool IsHarmlessOption(string word) => word is ['-', _, ..] && word.AsSpan(1).IndexOfAnyExcept(HarmlessOptions) < 0;
}
