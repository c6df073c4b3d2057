using Kubexit.Host;

return CommandLine.Run(args);
