using Microsoft.Extensions.Options;

namespace Kubexit.Hosting;

/// <summary>What the code says. What it throws on the way is reported with all other errors.</summary>
internal sealed class CodeSettings(Action<KubexitMemberOptions> configure) : IConfigureNamedOptions<KubexitMemberOptions>
{
    public void Configure(KubexitMemberOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, KubexitMemberOptions options)
    {
        if (name != Options.DefaultName) return;
        try
        {
            configure(options);
        }
        catch (ArgumentException e)
        {
            options.AddError(e);
        }
    }
}
