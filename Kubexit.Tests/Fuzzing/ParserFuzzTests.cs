using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Graveyards;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Kubexit.Probes;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Fuzzing;

/// <summary>
/// Every reader of text that somebody else has written: no exception but those it promises, no more memory than the text is worth, no hang.
/// <c>KUBEXIT_FUZZ</c> is how many texts each reader gets.
/// </summary>
public sealed class ParserFuzzTests
{
    private const int Default = 4000, PerByte = 4096, Fixed = 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly string[] Tombstones =
    [
        "Answered:\n  app:\n    Died: \"2026-11-20T10:41:47Z\"\n    Life: \"abc\"\nBorn: \"2026-11-20T10:41:46.9926314Z\"\nExitCode: "
            + "143\nLife: \"x1\"\nReason: Terminated\nSignal: TERM\n",
        "{\"Born\":\"2026-11-20T10:41:46Z\",\"Died\":\"2026-11-20T10:41:47Z\",\"ExitCode\":3}",
        "# by hand\n---\nDied: 2026-11-20T12:41:47+02:00 # late\n...\n",
        "a: &a [x, *a]\n? [x]\n: {b: c}\nLife: |\n  text\n",
    ];

    private static readonly string[] Durations = ["300ms", "1.5h", "1h30m", "0", "-1s", "9223372036854775807ns", "1µs", ".5s"];

    private static readonly string[] Lists = ["db", "db:ready", "app?:succeeded", "a,b,c", "db?:died, cache :born"];

    private static readonly string[] Words =
        ["cat /tmp/ready", "[\"cat\", \"/tmp/ready\"]", "sh -c 'exit 0' \"a\\\"b\" \\x", "[ -f /tmp/x ]"];

    private static readonly string[] WatchLines =
    [
        "{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"resourceVersion\":\"7\"},"
            + "\"status\":{\"containerStatuses\":[{\"name\":\"a\",\"ready\":true,\"state\":{\"running\":{}}}]}}}",
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old\"}}",
        "{\"object\":{\"metadata\":{\"resourceVersion\":\"9\"}},\"type\":\"BOOKMARK\"}",
    ];

    private static readonly string[] Metadata =
    [
        "NONE", "TERMINATE_ON_HOST_MAINTENANCE", "{\"window_start_time\":\"2026-11-20T10:41:46Z\",\"maintenance_type\":\"SCHEDULED\"}",
        "{\"error\":\"no notifications\"}",
        "{\"action\":\"terminate\",\"time\":\"2026-11-20T08:22:00Z\"}", "{\"noticeTime\":\"2026-11-20T08:22:00Z\"}",
        "[{\"NotBefore\":\"21 Jan 2026 09:00:43 GMT\",\"Code\":\"system-reboot\",\"EventId\":\"e-1\",\"State\":\"active\"}]", "InService",
        "{\"DocumentIncarnation\":1,\"Events\":[{\"EventId\":\"1\",\"EventType\":\"Preempt\",\"Resources\":[\"vm\"],\"NotBefore\":\"Mon, "
            + "19 Sep 2026 18:29:47 GMT\"}]}",
    ];

    [Fact]
    public void Tombstone_AnyText_IsReadOrRefused() => Fuzz(Tombstones,
        text => Assert.Equal(TombstoneText.TryRead(Mutations.Bytes(text), out var problem) is null, problem is not null));

    [Fact]
    public void Tombstone_AnyText_IsWrittenBackWithinOurOwnLimit() => Fuzz(Tombstones, text =>
    {
        if (TombstoneText.TryRead(Mutations.Bytes(text), out _) is not { } tombstone) return;
        var life = tombstone.Life is { } l ? Mutations.Bytes(l).Length : 0;
        Assert.InRange(life, 0, TombstoneFields.MaxLifeBytes);
    });

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("&a ")]
    [InlineData("*a ")]
    [InlineData("!")]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("\"\\")]
    [InlineData("|\n ")]
    [InlineData("a: b\n")]
    [InlineData("a:\n ")]
    [InlineData("---\n")]
    [InlineData("%Y\n")]
    [InlineData(":\t")]
    [InlineData(",")]
    [InlineData("\n")]
    [InlineData("#\n")]
    [InlineData("<<: {a: [")]
    public void Tombstone_AsLongAsItMayBeAndOneThingOverAndOver_IsReadInTime(string morsel)
    {
        var text = string.Concat(Enumerable.Repeat(morsel, 64 * 1024 / morsel.Length));
        Bounded(text, () => TombstoneText.TryRead(Mutations.Bytes(text), out _));
        Bounded(text, () => TombstoneText.TryRead(Mutations.Bytes("Life: " + text), out _));
        Bounded(text, () => TombstoneText.TryRead(Mutations.Bytes("Answered: {x: " + text), out _));
    }

    [Fact]
    public void Duration_AnyText_IsReadOrRefused() => Fuzz(Durations, text => Assert.True(
        GoDuration.Parse(text) is { Problem: not null } or { Value.Ticks: >= 0 }));

    [Fact]
    public void Entry_AnyText_IsReadOrRefused() => Fuzz(Lists, text =>
    {
        _ = DependencyEntry.ParseBirth(text);
        _ = DependencyEntry.ParseDeath(text);
        _ = DependencyEntry.ParseOutlive(text);
    });

    [Fact]
    public void Command_AnyText_IsReadOrRefused() => Fuzz(Words, text => _ = CommandLineWords.Parse(text));

    [Fact]
    public void Variables_AnyText_IsReadOrRefused()
    {
        string[] names =
        [
            "NAME", "GRAVEYARD", "BIRTH_DEPS", "DEATH_DEPS", "OUTLIVE_DEPS", "GRACE_PERIOD", "STOP_SIGNAL", "READINESS_HTTP_GET",
            "READINESS_TCP_SOCKET", "READINESS_GRPC",
            "READINESS_EXEC", "PRE_STOP_HTTP_GET", "POST_START_SLEEP", "QUIT_HTTP_POST", "DEATH_EXIT_CODE", "LOG_LEVEL", "RESCAN_INTERVAL",
            "BIRTH_SOURCE", "TERMINATION_DEADLINE",
        ];
        Fuzz([.. Durations, .. Lists, .. Words, "http://localhost:80/x?y=z", "https://u:p@[::1]/", "localhost:99999", "[::1]:5/s",
            "SIGTERM", "zero", "TERM"], text =>
        {
            foreach (var name in names)
            {
                var settings = EnvironmentSettings.Read(asked => asked == $"KUBEXIT_{name}" ? text : null, [$"KUBEXIT_{name}"]);
                Assert.All(settings.Errors, error => Assert.False(error.Any(char.IsControl), error));
                if (settings.Errors.Count == 0) _ = new CoordinatorRules(settings.Options, p => p).Check().ToArray();
            }
        }, Default / 10);
    }

    [Fact]
    public void WatchLine_AnyText_IsReadOrRefused() => Fuzz(WatchLines, text =>
    {
        try
        {
            _ = WatchLine.Parse(Mutations.Bytes(text), KubernetesJson.Default.Pod);
        }
        catch (Exception e) when (e is JsonException or KubernetesApiException)
        {
            // What it promises.
            Assert.True(e is JsonException || e.Message.Length < 1200);
        }
    });

    [Fact]
    public void Metadata_AnyText_IsReadOrRefused() => Fuzz(Metadata, text =>
    {
        _ = AwsNoticeReader.SpotAction(text);
        _ = AwsNoticeReader.Rebalance(text);
        _ = AwsNoticeReader.Scheduled(text);
        _ = AwsNoticeReader.Lifecycle(text, "boot");
        _ = AzureNoticeReader.Read(text, "vm");
        _ = GceUpcomingMaintenance.Read(text);
    });

    [Fact]
    public void GrpcMessage_AnyBytes_IsReadOrRefused()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(24)];
            random.NextBytes(bytes);
            if (bytes.Length > 5) (bytes[0], bytes[1], bytes[2], bytes[3], bytes[4])
                = (0, 0, 0, 0, (byte)(bytes.Length - random.Next(4, 7)));
            _ = GrpcHealthMessage.Status(bytes);
        }
    }

    [Fact]
    public void Flags_AnyWords_AreReadOrRefused() =>
        Fuzz(["--for db --timeout 3s", "--http-get http://x --status 200", "--tcp a:1 --exec x --quiet", "--period 1s --graveyard /g"],
            text =>
    {
        var flags = new Host.WaitFlags();
        var line = flags.Verb.Parse(["wait", .. text.Split(' ')], Host.VerbLine.Configuration);
        if (line.Errors.Count > 0) return;
        try
        {
            _ = flags.Read(line, new SettingsReader(_ => null));
        }
        catch (ConfigurationException e)
        {
            Assert.All(e.Errors, error => Assert.StartsWith("Cannot ", error));
        }
    }, Default / 4);

    private static void Fuzz(string[] seeds, Action<string> read, int runs = Default)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("KUBEXIT_FUZZ"), out var wanted)) runs = wanted;
        Prop.ForAll(Mutations.Of(seeds), text => Bounded(text, () => read(text))).Check(
            Runs.Of(runs).WithEndSize(12));
    }

    private static void Bounded(string text, Action read)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        read();
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Limit);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, Fixed + ((long)text.Length * PerByte));
    }
}
