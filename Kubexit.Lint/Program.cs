using Kubexit.Lint.CommandLine;

return LintCommand.Run(args);
