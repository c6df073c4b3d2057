using System.Globalization;

namespace Kubexit.Tests.Recordings;

/// <summary><c>Kubexit.Tests replay FILE [--speed N]</c>: shows a recording to the real product, and prints what it makes of it.</summary>
internal static class ReplayCommand
{
    private const string Usage = """
        Usage: Kubexit.Tests replay FILE [--speed N]
        Plays a recording on a stand-in API server and prints, with the seconds since its beginning, what Kubexit makes of it:
        of each pod when its containers are ready or why they never will be, and what the node agent would do with it; of any other object
        its versions; of each refusal how it is understood. FILE is a recording of Kubexit.Tests/Recordings, the lines of a watch as curl
        gets them, or what 'kubectl get --watch --output-watch-events -o json' prints. --speed N plays N times as fast (default 1).
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args is ["--help" or "-h"])
        {
            await output.WriteLineAsync(Usage);
            return 0;
        }
        if (!TryParse(args, out var file, out var speed))
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }
        Recording recording;
        try
        {
            recording = Recording.Read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or System.Text.Json.JsonException)
        {
            await error.WriteLineAsync(
                $"Cannot read recording '{file}': {e.Message.TrimEnd('.')}. "
                + "Give one of the formats that Kubexit.Tests/Recordings/README.md describes.");
            return 2;
        }
        await Replay.RunAsync(recording, speed, output);
        return 0;
    }

    private static bool TryParse(string[] args, out string file, out double speed)
    {
        (file, speed) = (args.Length > 0 ? args[0] : "", 1);
        return args switch
        {
            [var name] => !name.StartsWith('-'),
            [_, "--speed", var text] =>
                double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out speed) && speed > 0,
            _ => false,
        };
    }
}
