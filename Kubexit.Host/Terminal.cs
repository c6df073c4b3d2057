using System.Text;
using Kubexit.Platform;

namespace Kubexit.Host;

/// <summary>The command's own words. stdout belongs to the child: only verbs that wrap nothing write there.</summary>
internal static class Terminal
{
    public static void WriteOut(string text) => _ = StandardStream.Output.TryWrite(Encoding.UTF8.GetBytes(text));
}
