using System.CommandLine;
using Kubexit.Kubernetes;
using LocalPod;

// The pod's two programs are this one in other roles, so that the sample needs nothing but itself.
if (args is ["server", ..]) return await Server.RunAsync(args[1..]);
if (args is ["client", ..]) return await Client.RunAsync(args[1..]);

var clientExitCode = new Option<int>("--client-exit-code") { Description = "The client ends with this exit code (0 to 255)." };
var kill = new Option<string?>("--kill") { Description = "Kill the client's wrapper with SIGKILL while the client works." };
kill.AcceptOnlyFromAmong("client");
var neverReady = new Option<bool>("--server-never-ready") { Description = "The server starts but never becomes ready." };
var command = new RootCommand(
    "Two containers of one pod on this machine: a server, and a client that waits for it; when the client ends, so does the server.")
{
    clientExitCode, kill, neverReady,
};
command.SetAction(parsed => Pod.RunAsync(new PodOptions(
    parsed.GetValue(clientExitCode), parsed.GetValue(kill) is not null, parsed.GetValue(neverReady))));
return await command.Parse(args).InvokeAsync();
