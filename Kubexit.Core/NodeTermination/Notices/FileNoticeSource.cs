using System.Text.Json;
using Kubexit.Platform;

namespace Kubexit.NodeTermination;

/// <summary>
/// A file that says what a cloud would: for drills, tests, and clouds we do not know. <c>{"kind": "gce-preemption", "eventId": "drill-1",
/// "end": "2026-11-20T10:41:46Z"}</c>, or <c>"inSeconds": 30</c> from the file's modification instead of <c>end</c>; every field may be
/// left out. No file, or an empty one, is no notice: removing it cancels.
/// </summary>
internal sealed class FileNoticeSource(string path, TimeSpan pollInterval, TimeProvider time) : INoticeSource
{
    private const int MaxLength = 16 * 1024;
    private const string KeyPrefix = "file:";

    private readonly string _key = KeyOf(path);

    public string Name => "file";

    /// <summary>The same for the same file, however its path is written.</summary>
    public static string KeyOf(string path) => KeyPrefix + Path.GetFullPath(path);

    public static bool IsKey(string key) => key.StartsWith(KeyPrefix, StringComparison.Ordinal);

    public static DateTimeOffset Written(string path) => new(File.GetLastWriteTimeUtc(path));

    public async Task WatchAsync(INoticeSink sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            Read(sink);
            await time.DelayAsync(pollInterval, cancellationToken);
        }
    }

    private void Read(INoticeSink sink)
    {
        try
        {
            sink.Report(new NoticeReading(_key, Parse(SmallFile.ReadText(path, MaxLength), Written(path))));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            sink.Report(NoticeReading.None(_key));
        }
        catch (Exception e)
        {
            sink.Failed(_key, e.Message);
        }
    }

    public static IReadOnlyList<Announcement> Parse(string json, DateTimeOffset written)
    {
        if (string.IsNullOrWhiteSpace(json)) return [];
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var kind = NodeTerminationKind.Manual;
        if (root.TryGetProperty("kind", out var name) && !NodeTerminationKindName.TryParse(name.GetString(), out kind))
            throw new FormatException($"Cannot read kind '{name}': it is not a kind of notice. Use one of {NodeTerminationKindName.All}.");
        var id = root.TryGetProperty("eventId", out var given) ? given.GetString() : null;
        DateTimeOffset? end = root.TryGetProperty("end", out var at) ? at.GetDateTimeOffset()
            : root.TryGetProperty("inSeconds", out var seconds) ? written.AddSeconds(Math.Clamp(seconds.GetDouble(), 0, 30 * 86_400))
            : null;
        return [new Announcement(kind, id is { Length: > 0 and <= 256 } ? id : $"file@{written.ToUnixTimeMilliseconds()}", end)];
    }
}
