using System.Text.Json;
using Kubexit.NodeTermination;
using Kubexit.Platform;

namespace Kubexit.NodeAgent;

/// <summary>The notice that a drill or a plan supposes: by flags, from a file, or from standard input.</summary>
internal static class SupposedNotice
{
    private const string StandardInput = "-";
    private const int LongestText = 16 * 1024;

    /// <summary>As the rules would have it if it came now.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or announces nothing that we know.</exception>
    public static NodeTerminationNotice Read(AgentSettings settings, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var announcement = settings.Notices.NoticeFile is { } path
            ? Parse(path, now)
            : new Announcement(settings.Kind, "", settings.In is { } left ? now + left : null);
        var board = new NoticeBoard(settings.Notices.Rules, time);
        return board.Notice("",
            announcement with { EventId = announcement.EventId is { Length: > 0 } id ? id : $"drill@{now.ToUnixTimeMilliseconds()}" });
    }

    private static Announcement Parse(string path, DateTimeOffset now)
    {
        try
        {
            var isInput = path == StandardInput;
            var text = SmallFile.ReadText(isInput ? "/dev/stdin" : path, LongestText);
            return FileNoticeSource.Parse(text, isInput ? now : FileNoticeSource.Written(path)) is [var announcement, ..]
                ? announcement
                : throw new ConfigurationException(
                    [$"Cannot use the notice in '{path}': it is empty. Give for example {{\"kind\": \"manual\", \"inSeconds\": 60}}."]);
        }
        catch (Exception e) when (e is IOException or JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new ConfigurationException(
                [$"Cannot use the notice in '{path}': {e.Message.TrimEnd('.')}. Give for example {{\"kind\": \"manual\", \"inSeconds\": "
                    + $"60}}."]);
        }
    }
}
