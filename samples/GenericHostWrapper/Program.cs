// A wrapper of your own: a command under an ordinary generic host, with its settings, logging and telemetry.
//
//     KUBEXIT_NAME=app KUBEXIT_GRAVEYARD=/tmp/graveyard dotnet run --project samples/GenericHostWrapper -- sh -c 'echo works; sleep 5'
//
// KUBEXIT_* says whom the host waits for and follows, appsettings.json what becomes of the command; OTEL_EXPORTER_OTLP_ENDPOINT where
// telemetry goes.
using Kubexit.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;

// No arguments for the host: all of them are the command's. The settings lie beside the program, wherever it is started.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
builder.AddKubexit();
builder.Services.AddSupervisedProcess("command", options =>
{
    if (args.Length > 0) options.Command = args;
});
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
{
    builder.Services.AddOpenTelemetry()
        .WithMetrics(metrics => metrics.AddMeter(Coordinator.TelemetryName))
        .WithTracing(traces => traces.AddSource(Coordinator.TelemetryName))
        .WithLogging()
        .UseOtlpExporter();
}

await builder.Build().RunAsync();
return Environment.ExitCode; // The command's.
