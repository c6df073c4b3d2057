using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kubexit.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.Samples;

/// <summary>Samples of applications, as real processes beside wrapped ones.</summary>
public sealed class AppSampleTests
{
    [Fact]
    public async Task Batch_ItsSidecarDies_WritesACheckpoint()
    {
        await using var graveyard = new TemporaryGraveyard();
        var checkpoint = Path.Combine(graveyard.Folder, "checkpoint");
        await File.WriteAllTextAsync(checkpoint, "41");
        var queue = graveyard.Wrap("queue", Scripts.UntilTold);
        var batch = graveyard.Start(
            [Repository.Executable("samples/NodeTerminationNotices"), Path.Combine(graveyard.Folder, "notice"), checkpoint],
            ["KUBEXIT_BIRTH_DEPS=queue"]);
        await batch.Prints("working from item 41 on");
        queue.CloseInput();
        await batch.ExitsWith(0);
        Assert.Contains(batch.Output.Lines,
            line => line.StartsWith("checkpoint at item ", StringComparison.Ordinal)
                && line.EndsWith("'queue' died (exit code 1)", StringComparison.Ordinal));
        Assert.True(long.Parse(await File.ReadAllTextAsync(checkpoint), CultureInfo.InvariantCulture) >= 41);
        Assert.Equal("DependencyDied", graveyard.Read("batch")!.Reason);
    }

    /// <summary>
    /// As a rollout does it: both are told to go at once, the proxy needs its time, and the web app serves it to its end.
    /// </summary>
    [Fact]
    public async Task Web_IsToldToGoWithItsProxy_ServesUntilTheProxyIsGone()
    {
        await using var graveyard = new TemporaryGraveyard();
        var url = $"http://127.0.0.1:{FreePort()}";
        var web = graveyard.Start(
            [Repository.Executable("samples/EmbeddedWeb")],
            [$"ASPNETCORE_URLS={url}", "WarmUp=0.1", "KUBEXIT_OUTLIVE_DEPS=proxy", "KUBEXIT_DEATH_DEPS=proxy"]);
        var proxy = graveyard.Wrap("proxy", Scripts.StopsWhenTold(0), "KUBEXIT_BIRTH_DEPS=web");
        await proxy.Prints("ready");
        web.Signal(Sig.Term);
        proxy.Signal(Sig.Term);
        await proxy.Prints("stopping");
        using var client = new HttpClient();
        Assert.Equal("hello", await client.GetStringAsync(url));
        Assert.Null(graveyard.Read("web")!.Died);
        proxy.WriteLine("");
        await web.ExitsWith(0);
        Assert.True(graveyard.Read("proxy")!.Died <= graveyard.Read("web")!.Died);
    }

    [Fact]
    public async Task Migration_Succeeds_TheOthersStartAndASecondOneAppliesNothing()
    {
        await using var graveyard = new TemporaryGraveyard();
        var (folder, database) = Migrations(graveyard, "CREATE TABLE a (id int);", "CREATE TABLE b (id int);");
        var import = graveyard.Wrap("import", $"cat {database}", "KUBEXIT_BIRTH_DEPS=migrate:succeeded");
        var migrate = graveyard.Start([Repository.Executable("samples/OneShotMigration"), folder, database], []);
        await migrate.ExitsWith(0);
        await import.ExitsWith(0);
        Assert.Equal(["CREATE TABLE a (id int);", "-- applied 0.sql", "CREATE TABLE b (id int);", "-- applied 1.sql"], import.Output.Lines);
        var again = graveyard.Start([Repository.Executable("samples/OneShotMigration"), folder, database], []);
        await again.Prints("applied 0 migrations");
        await again.ExitsWith(0);
    }

    [Fact]
    public async Task Migration_Fails_NobodyStarts()
    {
        await using var graveyard = new TemporaryGraveyard();
        var (folder, database) = Migrations(graveyard, "CREATE TABLE a (id int);", "CREATE TABLE");
        var import = graveyard.Wrap("import", "echo started", "KUBEXIT_BIRTH_DEPS=migrate:succeeded");
        var migrate = graveyard.Start([Repository.Executable("samples/OneShotMigration"), folder, database], []);
        await migrate.ExitsWith(1);
        Assert.Equal((1, "Exited"), (graveyard.Read("migrate")!.ExitCode, graveyard.Read("migrate")!.Reason));
        await import.ExitsWith(124);
        Assert.Empty(import.Output.Lines);
    }

    /// <summary>
    /// Waits for a birth, logs the output, restarts a failure, stops with the exit code of the command; its telemetry arrives at a
    /// collector.
    /// </summary>
    [Fact]
    public async Task GenericHostWrapper_ACommandThatFailsOnce_IsRestartedAndItsExitCodeIsTheWrappers()
    {
        await using var graveyard = new TemporaryGraveyard();
        await using var collector = await Collector.StartAsync();
        var marker = Path.Combine(graveyard.Folder, "second");
        var wrapper = graveyard.Start(
            [Repository.Executable("samples/GenericHostWrapper"), "sh", "-c",
                $"echo works; [ -e {marker} ] && exit 0; touch {marker}; exit 7"],
            ["KUBEXIT_NAME=app", "KUBEXIT_BIRTH_DEPS=db", $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}",
                "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"]);
        graveyard.Wrap("db", Scripts.UntilTold);
        await wrapper.ExitsWith(0);
        Assert.Equal(2, wrapper.Errors.Lines.Count(line => line.Contains("command: works", StringComparison.Ordinal)));
        Assert.Contains(wrapper.Errors.Lines,
            line => line.Contains("command has ended (exit code 7): restarting in 500ms", StringComparison.Ordinal));
        Assert.Equal((0, "Exited"), (graveyard.Read("command")!.ExitCode, graveyard.Read("command")!.Reason));
        Assert.True(graveyard.Read("db")!.Born <= graveyard.Read("command")!.Born);
        Assert.Contains("kubexit.run", collector.Received, StringComparison.Ordinal);
        Assert.Contains("kubexit.births.awaited", collector.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenericHostWrapper_Term_StopsTheCommand()
    {
        await using var graveyard = new TemporaryGraveyard();
        var wrapper = graveyard.Start(
            [Repository.Executable("samples/GenericHostWrapper"), "sh", "-c", Scripts.StopsWith(5)], ["KUBEXIT_NAME=app"]);
        await wrapper.Says("command: ready");
        wrapper.Signal(Sig.Term);
        await wrapper.Ends();
        Assert.Contains(wrapper.Errors.Lines, line => line.Contains("command: stopping", StringComparison.Ordinal));
        Assert.Equal((5, "Terminated"), (graveyard.Read("command")!.ExitCode, graveyard.Read("command")!.Reason));
    }

    private static (string Folder, string Database) Migrations(TemporaryGraveyard graveyard, params string[] statements)
    {
        var folder = Directory.CreateDirectory(Path.Combine(graveyard.Folder, "migrations")).FullName;
        for (var i = 0; i < statements.Length; i++) File.WriteAllText(Path.Combine(folder, $"{i}.sql"), statements[i]);
        return (folder, Path.Combine(graveyard.Folder, "database"));
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Takes telemetry as an OpenTelemetry collector does, and keeps the bytes.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly StringBuilder _received = new();

        public string Url => app.Urls.First();

        public string Received
        {
            get
            {
                lock (_received) return _received.ToString();
            }
        }

        public static async Task<Collector> StartAsync()
        {
            var app = WebApplication.CreateSlimBuilder().Build();
            app.Urls.Add("http://127.0.0.1:0");
            var collector = new Collector(app);
            app.MapPost("/v1/{signal}", async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                lock (collector._received) collector._received.Append(Encoding.Latin1.GetString(body.ToArray()));
            });
            await app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
