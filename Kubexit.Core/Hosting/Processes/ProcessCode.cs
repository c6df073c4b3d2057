using Microsoft.Extensions.Options;

namespace Kubexit.Hosting;

/// <summary>What the code says of one helper process. What it throws on the way is reported with all other errors.</summary>
internal sealed class ProcessCode(string process, Action<SupervisedProcessOptions> configure)
    : IConfigureNamedOptions<SupervisedProcessOptions>
{
    public void Configure(SupervisedProcessOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, SupervisedProcessOptions options)
    {
        if (name != process) return;
        try
        {
            configure(options);
        }
        catch (ArgumentException e)
        {
            var cause = e.Message.Split('\n')[0].Split(" (Parameter '")[0].Trim().TrimEnd('.');
            var place = e.ParamName is { } option ? $"option {option}" : "the options that the code sets";
            options.Errors.Add($"Cannot use {place} of process '{process}': {cause}. Correct it in the code.");
        }
    }
}
