using Kubexit;
using Kubexit.Host;
using Kubexit.Platform;

LastWords.Begin();

// Whoever reads a message of this program has set variables.
OptionNames.Word = OptionNames.VariableOf;

// TLS looks for a user's own certificates, and fails where neither HOME nor /etc/passwd says where: "/" then, as container runtimes do.
PlatformServices.StandInFor("HOME", "/");
return CommandLine.Run(args);
