using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Packaging;

/// <summary>The code of docs/dotnet.md, docs/embedding.md and docs/cluster.md, built from the packages and run.</summary>
public sealed partial class DocumentedAppTests(PackageFixture packages) : IClassFixture<PackageFixture>
{
    private const string Build = "var app = builder.Build();";

    [Fact]
    public async Task TenMinutes_AppWithAHelper_StartsTheHelperAgainAndTakesItAlong()
    {
        var blocks = Repository.CodeBlocks("docs/dotnet.md", "csharp");
        Assert.Equal(2, blocks.Count);
        Assert.Contains(Build, blocks[0], StringComparison.Ordinal);
        var code = "using Kubexit;\n" + blocks[0].Replace(Build, blocks[1] + Build, StringComparison.Ordinal);
        var app = await packages.NewWebApp(await packages.NewFolder("minutes"), "shop", code, "Core");
        await DotnetCommand.Run(app, "build", "--nologo", "-v", "q");

        await using var graveyard = new TemporaryGraveyard();
        var shop = Start(graveyard, app, "KUBEXIT_NAME=shop");
        await Limit.Until(() => shop.Output.Text.Split("helping").Length > 2, () => shop.Describe("does not start its helper again"));
        shop.Signal(Sig.Term);
        await shop.ExitsWith(0);
        Assert.Equal("Terminated", graveyard.Read("shop")!.Reason);
        Assert.NotNull(graveyard.Read("helper")!.Died);
    }

    [Fact]
    public async Task Embedding_EveryBlock_RunsInOneApp()
    {
        var blocks = Repository.CodeBlocks("docs/embedding.md", "csharp");
        Assert.Equal(4, blocks.Count); // The first is the README's: PackageTests.
        var code = $$"""
            using Kubexit;

            var builder = WebApplication.CreateBuilder(args);
            {{blocks[1]}}
            {{blocks[2]}}
            builder.Services.AddSingleton<Reload>();
            {{Build}}
            app.MapHealthChecks("/ready");
            app.MapGet("/reload", (Reload reload) => reload.Now());
            app.Run();

            {{blocks[3]}}
            public static class Cluster
            {
                public static void Add(IHostApplicationBuilder builder)
                {
                    {{Repository.CodeBlocks("docs/cluster.md", "csharp")[0]}}
                }
            }
            """;
        var app = await packages.NewWebApp(await packages.NewFolder("embedding"), "app", code, "HealthChecks");
        await File.WriteAllTextAsync(
            Path.Combine(app, "appsettings.json"), Assert.Single(Repository.CodeBlocks("docs/embedding.md", "json")));
        await DotnetCommand.Run(app, "build", "--nologo", "-v", "q");

        // Something else plays envoy and its port: variables are stronger than the file and the code.
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        const string envoy = "Kubexit__Processes__envoy__";
        await using var graveyard = new TemporaryGraveyard();
        var process = Start(graveyard, app, "KUBEXIT_NAME=app", "KUBEXIT_SERVE_AFTER_STOP=200ms", $"{envoy}Command__0=sh",
            $"{envoy}Command__1=-c", $"{envoy}Command__2=exec sleep 1000",
            $"{envoy}ReadinessProbe__TcpSocket=127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}");
        var first = await graveyard.WaitFor("envoy", tombstone => tombstone.Ready is not null);
        var address = await Limit.Until(
            () => Listening().Match(process.Output.Text) is { Success: true } match ? match.Groups[1].Value : null,
            () => process.Describe("does not listen"));
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("ready", UriKind.Relative)));
        using var reloaded = await http.GetAsync(new Uri("reload", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, reloaded.StatusCode);
        await graveyard.WaitFor("envoy", tombstone => tombstone.Ready is not null && tombstone.Life != first.Life);

        process.Signal(Sig.Term);
        await process.ExitsWith(0);
        Assert.Equal("Terminated", graveyard.Read("app")!.Reason);
        Assert.NotNull(graveyard.Read("envoy")!.Died);
    }

    private static WrappedProcess Start(TemporaryGraveyard graveyard, string app, params string[] variables) =>
        graveyard.Start([Path.Combine(app, "bin/Debug/net10.0", Path.GetFileName(app))],
            [.. variables, "ASPNETCORE_URLS=http://127.0.0.1:0", $"ASPNETCORE_CONTENTROOT={app}"]);

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
