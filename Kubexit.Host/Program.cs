using Kubexit.Host;

// TLS looks for a user's own certificates, and fails where neither HOME nor /etc/passwd says where: "/" then, as container runtimes do.
if (Environment.GetEnvironmentVariable("HOME") is null) Environment.SetEnvironmentVariable("HOME", "/");
return CommandLine.Run(args);
