using System.Text;
using Kubexit.Platform;
using Kubexit.Platform.Linux;

namespace Kubexit.Host;

/// <summary>The command's own words. stdout belongs to the child: only verbs that wrap nothing write there.</summary>
internal static class Terminal
{
    /// <returns>Whether somebody still reads.</returns>
    public static bool WriteOut(string text) => StandardStream.Output.TryWrite(Encoding.UTF8.GetBytes(text));

    public static void WriteError(string message) =>
        _ = StandardStream.Error.TryWrite(Encoding.UTF8.GetBytes($"kubexit: error: {message}\n"));
}
