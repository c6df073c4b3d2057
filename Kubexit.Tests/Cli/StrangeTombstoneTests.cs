using System.Net.Sockets;
using System.Text;
using Kubexit.NodeTermination;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>A neighbour may write anything, in any form, at any moment: it is warned about once, and never stops or stalls us.</summary>
public sealed class StrangeTombstoneTests : IDisposable
{
    /// <summary>Its file is gone once it is disposed.</summary>
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public void Dispose() => _socket.Dispose();

    [Theory]
    [InlineData("EMPTY")]
    [InlineData("DIRECTORY")]
    [InlineData("FIFO")]
    [InlineData("DANGLING LINK")]
    [InlineData("10 MB")]
    [InlineData("YAML BOMB")]
    [InlineData("INVALID UTF-8")]
    [InlineData("DEEP NESTING")]
    [InlineData("SOCKET")]
    [InlineData("NUL BYTES")]
    [InlineData("Died: [\"2026")]
    [InlineData("just text")]
    [InlineData("- a\n- b\n")]
    [InlineData("Died: yesterday\n")]
    [InlineData("Died: {a: b}\n")]
    [InlineData("Died: 99999999999999999999\n")]
    [InlineData("ExitCode: 99999999999999999999\n")]
    public async Task StrangeTombstone_OfADependency_IsWarnedAboutOnceAndCostsNothing(string kind)
    {
        await using var graveyard = new TemporaryGraveyard();
        Write(graveyard, kind);
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=50ms");
        await app.Prints("ready");
        if (kind != "EMPTY") await app.Says("'db'");
        var cpu = await CpuTimeWithinHalfASecond(app.Pid);
        Assert.True(cpu < TimeSpan.FromMilliseconds(250), $"Used {cpu} of the processor in half a second.");
        var warnings = app.Errors.Lines.Count(line => line.Contains("'db'", StringComparison.Ordinal));
        Assert.True(warnings <= 1, app.Errors.Text);
        Assert.All(app.Errors.Lines, line => Assert.InRange(line.Length, 1, 500));

        Remove(graveyard.FileOf("db"));
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.ExitsWith(5);
    }

    /// <summary>Root may read everything, so this one needs another user.</summary>
    [Fact]
    public async Task StrangeTombstone_WithoutTheRightToReadIt_IsWarnedAboutOnceAndCostsNothing()
    {
        await using var graveyard = new TemporaryGraveyard();
        string[] prefix = Prerequisites.IsRoot ? Prerequisites.RequireUser(12345) : ["env"];
        Assert.Equal(0, LibC.ChangeMode(graveyard.Path, 0x1ff));
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        Assert.Equal(0, LibC.ChangeMode(graveyard.FileOf("db"), 0));
        var app = graveyard.Start(
            [.. prefix, KubexitBinary.Path, "sh", "-c", Scripts.StopsWith(5)],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=20ms"]);
        await app.Prints("ready");
        await app.Says("'db'");
        var cpu = await CpuTimeWithinHalfASecond(app.Pid);
        Assert.True(cpu < TimeSpan.FromMilliseconds(250), $"Used {cpu} of the processor in half a second.");
        Assert.Equal(1, app.Errors.Lines.Count(line => line.Contains("'db'", StringComparison.Ordinal)));
        Assert.Equal(0, LibC.ChangeMode(graveyard.FileOf("db"), 0x1a4));
        await app.ExitsWith(5);
    }

    [Theory]
    [InlineData("""{"Born":"2026-11-20T10:41:46Z","Died":"2026-11-20T10:41:47.049Z","ExitCode":0}""")]
    [InlineData("born: 2026-11-20T10:41:46Z\ndied: 2026-11-20T10:41:47Z\nexitcode: 0\n")]
    [InlineData("BORN: \"2026-11-20T10:41:46Z\"\nDIED: \"2026-11-20T10:41:47Z\"\n")]
    [InlineData("Born: \"2026-11-20T12:41:46+02:00\"\nDied: \"2026-11-20T12:41:47.123456789+02:00\"\nExitCode: -1\n")]
    [InlineData("Future: {a: [1, 2], b: ~}\nDied: '2026-11-20T10:41:47Z'\nOther: |\n  Died: no\n")]
    [InlineData("# a comment\n---\nDied: \"2026-11-20T10:41:47Z\" # dead\n...\n")]
    [InlineData("Died: \"2026-11-20T10:41:47Z\"\r\nExitCode: 0\r\n")]
    [InlineData("\ufeffDied: \"2026-11-20T10:41:47Z\"\n")]
    public async Task B07_TombstoneThatTheOriginalWouldUnderstand_IsUnderstood(string text)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", text);
        await app.ExitsWith(5);
    }

    [Fact]
    public async Task B07_EmptyOrHalfWrittenTombstone_IsAliveUntilItIsWhole()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("db", "");
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=0");
        await app.Prints("ready");
        var whole = OriginalTombstone.Dead();
        for (var length = 0; length <= whole.IndexOf('\n') + 8; length++) graveyard.WriteLikeOriginal("db", whole[..length]);
        Assert.False(app.HasEnded);
        graveyard.WriteLikeOriginal("db", whole);
        await app.ExitsWith(5);
    }

    [Fact]
    public async Task StrangeNeighbours_OfNoConcern_AreNeitherReadNorMentioned()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=20ms");
        await app.Prints("ready");
        for (var i = 0; i < 50; i++) graveyard.WriteLikeOriginal($"neighbour-{i}", "not: [a tombstone");
        graveyard.WriteLikeOriginal(".db.tmp", OriginalTombstone.Dead());
        graveyard.WriteLikeOriginal(".db", OriginalTombstone.Dead());
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(5);
        Assert.DoesNotContain("neighbour", app.Errors.Text, StringComparison.Ordinal);
    }

    /// <summary>Whatever stands where our own tombstone belongs is replaced, or moved aside.</summary>
    [Theory]
    [InlineData("FIFO")]
    [InlineData("DANGLING LINK")]
    [InlineData("10 MB")]
    [InlineData("YAML BOMB")]
    [InlineData("INVALID UTF-8")]
    [InlineData("EMPTY")]
    [InlineData("SOCKET")]
    [InlineData("DIRECTORY")]
    public async Task StrangeTombstone_InOurOwnPlace_IsReplaced(string kind)
    {
        await using var graveyard = new TemporaryGraveyard();
        Write(graveyard, kind);
        await graveyard.Wrap("db", "echo started").ExitsWith(0);
        Assert.NotNull(graveyard.Read("db")!.Died);
    }

    [Theory]
    [InlineData("FIFO")]
    [InlineData("DIRECTORY")]
    [InlineData("SOCKET")]
    public async Task StrangeLockFile_OfOurOwn_KeepsNobodyFromStarting(string kind)
    {
        await using var graveyard = new TemporaryGraveyard();
        Write(graveyard, kind, ".app.alive");
        await graveyard.Wrap("app", "exit 3").ExitsWith(3);
        Assert.Contains(graveyard.Read("app")!.Life!, File.ReadAllText(graveyard.FileOf(".app.alive")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FIFO")]
    [InlineData("DIRECTORY")]
    [InlineData("DANGLING LINK")]
    public async Task StrangeLockFile_OfADependency_DoesNotKeepItsTombstoneFromCounting(string kind)
    {
        await using var graveyard = new TemporaryGraveyard();
        Write(graveyard, kind, ".db.alive");
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(5);
    }

    private void Write(TemporaryGraveyard graveyard, string kind, string name = "db")
    {
        var file = graveyard.FileOf(name);
        switch (kind)
        {
            case "DIRECTORY":
                Directory.CreateDirectory(Path.Combine(file, "not-empty"));
                break;
            case "FIFO":
                Assert.Equal(0, LibC.MakeFifo(file, 0x1b6));
                break;
            case "SOCKET":
                _socket.Bind(new UnixDomainSocketEndPoint(file));
                break;
            case "DANGLING LINK":
                File.CreateSymbolicLink(file, "/no/such/file");
                break;
            case "INVALID UTF-8":
                File.WriteAllBytes(file, [.. "Died: \""u8, 0xff, 0xfe, 0xc0, 0x80, .. "\"\n"u8]);
                break;
            default:
                File.WriteAllText(file, TextOf(kind));
                break;
        }
    }

    private static string TextOf(string kind) => kind switch
    {
        "EMPTY" => "",
        "10 MB" => OriginalTombstone.Dead() + new string('#', 10 << 20),
        "YAML BOMB" => Bomb(),
        "DEEP NESTING" => new string('[', 30_000),
        "NUL BYTES" => new string('\0', 5_000),
        _ => kind,
    };

    /// <summary>Nine levels of nine aliases each: a thousand million strings for whoever expands them.</summary>
    private static string Bomb()
    {
        var text = new StringBuilder("a0: &a0 [lol]\n");
        for (var level = 1; level <= 9; level++)
            text.Append(string.Create(null, $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n"));
        return text.Append("Died: *a9\n").ToString();
    }

    private static void Remove(string file)
    {
        if (Directory.Exists(file)) Directory.Delete(file, recursive: true);
        else File.Delete(file);
    }

    /// <summary>A spin is a rate: only a stretch of time shows it. Nothing is waited for here.</summary>
    private static async Task<TimeSpan> CpuTimeWithinHalfASecond(int process)
    {
        var before = ProcFs.CpuTimeOf(process);
        await Task.Delay(500);
        return ProcFs.CpuTimeOf(process) - before;
    }
}
