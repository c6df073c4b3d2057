// Two executables of a pod in Aspire, each under kubexit: the client waits for the server's readiness, the server stops when the client has
// died.
//
//     dotnet build && dotnet run --project samples/Aspire
using AspireSample;

var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });
var root = Path.GetFullPath("../..", builder.AppHostDirectory);
var program = Path.Combine(root, "samples/LocalPod/bin/Debug/net10.0/LocalPod");
const string url = "http://127.0.0.1:18086";

var graveyard = builder.Configuration["KUBEXIT_GRAVEYARD"] ?? Directory.CreateTempSubdirectory("kubexit-aspire-").FullName;

var pod = new KubexitPod(builder, Path.Combine(root, "Kubexit.Host/bin/Debug/net10.0/kubexit"), graveyard);
var server = pod.AddWrapped("server", program, "server", url, "ready")
    .WithEnvironment("KUBEXIT_READINESS_HTTP_GET", url + "/ready")
    .WithEnvironment("KUBEXIT_DEATH_DEPS", "client");
pod.AddWrapped("client", program, "client", url, "0").WaitForStart(server);
builder.Build().Run();
