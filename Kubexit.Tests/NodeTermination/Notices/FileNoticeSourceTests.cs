using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeTermination;

public sealed class FileNoticeSourceTests : NoticeSourceTest
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private string Key => FileNoticeSource.KeyOf(_path);

    public override ValueTask InitializeAsync()
    {
        Watch(new FileNoticeSource(_path, TimeSpan.FromMilliseconds(10), TimeProvider.System));
        return ValueTask.CompletedTask;
    }

    protected override Task StopAsync()
    {
        File.Delete(_path);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Watch_FileComesAndGoes_RaisesAndCancels()
    {
        await Sink.ReadingAsync(Key, reading => reading.Announcements.Count == 0);
        await File.WriteAllTextAsync(_path, """{"kind":"aws-spot-interruption","eventId":"drill-1","end":"2026-11-20T10:41:46Z"}""");
        var notice = Assert.Single((await Sink.ReadingAsync(Key, reading => reading.Announcements.Count > 0)).Announcements);
        Assert.Equal(new Announcement(
            NodeTerminationKind.AwsSpotInterruption, "drill-1", new DateTimeOffset(2026, 11, 20, 10, 41, 46, TimeSpan.Zero)), notice);
        File.Delete(_path);
        await Sink.UntilAsync(() => Sink.Readings(Key)[^1].Announcements.Count == 0 ? "" : null);
    }

    [Fact]
    public async Task Watch_InSeconds_CountsFromTheFilesTimeSoThatARestartKeepsTheEnd()
    {
        await File.WriteAllTextAsync(_path + ".new", """{"inSeconds":30}""");
        File.SetLastWriteTimeUtc(_path + ".new", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Move(_path + ".new", _path);
        var notice = Assert.Single((await Sink.ReadingAsync(Key, reading => reading.Announcements.Count > 0)).Announcements);
        Assert.Equal(new Announcement(
            NodeTerminationKind.Manual, "file@1767225600000", new DateTimeOffset(2026, 1, 1, 0, 0, 30, TimeSpan.Zero)), notice);
    }

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData((16 * 1024) + 1, false)]
    public async Task Watch_FileLongerThanAllowed_IsNoReading(int length, bool isRead)
    {
        await File.WriteAllTextAsync(_path + ".new", """{"eventId":"long"}""".PadRight(length));
        File.Move(_path + ".new", _path);
        if (isRead) await Sink.ReadingAsync(Key, reading => reading.Announcements.Count > 0);
        else await Sink.UntilAsync(() => Sink.Failures.Count > 0 ? "" : null);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"kind":"tornado"}""")]
    [InlineData("""{"end":"soon"}""")]
    public async Task Watch_FileNotUnderstood_IsNoReading(string text)
    {
        await File.WriteAllTextAsync(_path + ".new", text);
        await Sink.ReadingAsync(Key, _ => true);
        File.Move(_path + ".new", _path);
        await Sink.UntilAsync(() => Sink.Failures.Count > 0 ? "" : null);
        Assert.All(Sink.Readings(Key), reading => Assert.Empty(reading.Announcements));
    }
}
