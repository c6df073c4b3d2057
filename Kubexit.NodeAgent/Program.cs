using Kubexit.NodeAgent;
using Kubexit.Platform;

// TLS looks for a user's own certificates, and fails where neither HOME nor /etc/passwd says where: "/" then, as container runtimes do.
PlatformServices.StandInFor("HOME", "/");
PlatformServices.PreferLittleMemory();
return await AgentCommand.RunAsync(args);
