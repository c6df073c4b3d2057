// A worker that is not started before the web sidecar is ready, and stops when the main container dies.
using EmbeddedWorker;
using Kubexit;

var builder = Host.CreateApplicationBuilder(args);
builder.AddKubexit(options =>
{
    options.Name = "worker";
    options.BirthDependencies = [new("web")];
    options.DeathDependencies = [new("main")];
});
builder.Services.AddHostedService<Worker>();
builder.Build().Run();
