using Kubexit;
using Kubexit.Host;
using Kubexit.Platform;

LastWords.Begin();

// Users of this program set variables, so messages name variables.
OptionNames.Word = OptionNames.VariableOf;

// TLS looks for a user's own certificates, and fails where neither HOME nor /etc/passwd says where: "/" then, as container runtimes do.
PlatformServices.StandInFor("HOME", "/");
return CommandLine.Run(args);
