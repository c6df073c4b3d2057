using System.Globalization;

namespace Kubexit.Tests.Infrastructure;

/// <summary>The texts that the Go original writes.</summary>
internal static class OriginalTombstone
{
    public static string Alive => $"Born: \"{Now}\"\n";

    /// <summary>Not the original's: what another implementation may add.</summary>
    public static string ReadyLine => $"Ready: \"{Now}\"\n";

    public static string Dead(int exitCode = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"Born: \"{Now}\"\nDied: \"{Now}\"\nExitCode: {exitCode}\n");

    private static string Now => DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
}
