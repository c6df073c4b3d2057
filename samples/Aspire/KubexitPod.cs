namespace AspireSample;

/// <summary>
/// Executables that share a graveyard. What Aspire waits for becomes birth dependencies; copy this file, there is no package.
/// </summary>
internal sealed class KubexitPod(IDistributedApplicationBuilder builder, string kubexit, string graveyard)
{
    /// <summary>Adds a command under kubexit. Its name is that of its tombstone.</summary>
    public IResourceBuilder<ExecutableResource> AddWrapped(string name, params string[] command) => builder
        .AddExecutable(name, kubexit, builder.AppHostDirectory, command)
        .WithEnvironment("KUBEXIT_NAME", name)
        .WithEnvironment("KUBEXIT_GRAVEYARD", graveyard)
        .WithEnvironment(context =>
        {
            // Read when the resource starts: by then every WaitFor has been called.
            var births = context.Resource.Annotations.OfType<WaitAnnotation>().Select(Birth).ToArray();
            if (births.Length > 0) context.EnvironmentVariables["KUBEXIT_BIRTH_DEPS"] = string.Join(',', births);
        });

    private static string Birth(WaitAnnotation wait) => wait switch
    {
        { WaitType: WaitType.WaitForCompletion, ExitCode: not 0 } =>
            throw new NotSupportedException($"Births know success only: wait for exit code 0 of '{wait.Resource.Name}'."),
        { WaitType: WaitType.WaitForCompletion } => $"{wait.Resource.Name}:succeeded",
        _ => $"{wait.Resource.Name}:ready", // Of what Aspire only waits to be started, too: kubexit knows when it is ready.
    };
}
