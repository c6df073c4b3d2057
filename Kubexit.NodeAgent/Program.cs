using Kubexit.NodeAgent;

return await AgentCommand.RunAsync(args);
