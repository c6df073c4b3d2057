using System.CommandLine;
using System.Runtime.CompilerServices;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Platform.Linux;

namespace Kubexit.Host;

/// <summary>
/// <c>kubexit self-install DEST</c>: copies this binary, so that an image without <c>cp</c> can serve as the init container.
/// </summary>
internal static class SelfInstallVerb
{
    public static int Run(string[] args)
    {
        var destination = new Argument<string?>(
            "DEST")
        { Arity = ArgumentArity.ZeroOrOne, CustomParser = result => result.Tokens is [var path] ? path.Value : null };
        return VerbLine.Run(new Command("self-install") { destination }, args, line =>
        {
            var path = line.GetValue(destination);
            if (string.IsNullOrEmpty(path))
                throw new ConfigurationException(["Cannot install: DEST is missing. Write the name of a file or a directory."]);
            if (path.Contains('\0')) throw new ConfigurationException(["Cannot use DEST: it contains a NUL character. Remove it."]);

            // A build for the .NET runtime is several files: a copy of one of them would not start.
            if (RuntimeFeature.IsDynamicCodeSupported)
                throw new IOException($"Cannot install '{PrintableText.Of(path)}': this build is not one file. Use the native binary.");
            Terminal.WriteOut($"installed {PrintableText.Of(PlatformServices.InstallProgram(path))}\n");
            return 0;
        });
    }
}
