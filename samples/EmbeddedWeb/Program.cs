// A web sidecar that is ready when its health checks are healthy. After a TERM it serves on for 5 seconds and until the worker has ended.
using Kubexit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddKubexit(options =>
{
    options.Name = "web";
    options.DeathDependencies = [new("main")];
    options.OutliveDependencies = ["worker"];
}).ReadyWhenHealthy().ServeAfterStop().DrainConnections();
var warmUp = builder.Configuration.GetValue("WarmUp", 1.0);
var ready = TimeProvider.System.GetUtcNow().AddSeconds(warmUp);
builder.Services.AddHealthChecks().AddKubexit().AddCheck(
    "warm", () => TimeProvider.System.GetUtcNow() < ready ? HealthCheckResult.Unhealthy("still cold") : HealthCheckResult.Healthy());

var app = builder.Build();
app.MapGet("/", () => "hello");
app.MapHealthChecks("/healthz");
app.Run();
