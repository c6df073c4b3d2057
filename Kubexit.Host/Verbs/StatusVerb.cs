using System.CommandLine;
using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.StatusReports;

namespace Kubexit.Host;

/// <summary><c>kubexit status</c>: the graveyard as people want to see it.</summary>
internal static class StatusVerb
{
    /// <summary>Where there is no window to fit in.</summary>
    private const int DefaultWidth = 120;

    public static int Run(string[] args)
    {
        var directory = Flag.Of<string?>("--graveyard", null, text => SettingValue.Path(text).Select<string?>(path => path));
        var output = Flag.Of("--output", StatusOutput.Table, Choice.Parse<StatusOutput>);
        var watch = Flag.Switch("--watch");
        return VerbLine.Run(new Command("status") { directory, output, watch }, args, line =>
        {
            var graveyard = new Graveyard(PathOf(line.GetValue(directory)));
            var form = line.GetValue(output);
            return line.GetValue(watch) ? Watch(graveyard, form) : ShowOnce(graveyard, form);
        });
    }

    private static int ShowOnce(Graveyard graveyard, StatusOutput form)
    {
        // A missing one reads as an empty one; to somebody who asks for it, it is most likely misspelt.
        if (!graveyard.Store.Exists)
        {
            throw new DirectoryNotFoundException(
                $"Cannot show graveyard '{PrintableText.Of(graveyard.Path)}': there is no such directory. Name it with --graveyard or "
                    + "KUBEXIT_GRAVEYARD.");
        }

        PlatformServices.ReleaseSignals(suspendOnly: false);
        Terminal.WriteOut(Render(graveyard, form, PlatformServices.OutputTerminal()));
        return 0;
    }

    private static int Watch(Graveyard graveyard, StatusOutput form) => VerbLoop.Run((loop, _, end) =>
    {
        var watch = new StatusWatch(graveyard, loop, size => Render(graveyard, form, size), end);
        loop.Post(watch.Start);
        return watch.Signal;
    });

    private static string Render(Graveyard graveyard, StatusOutput form, TerminalSize? terminal)
    {
        if (!graveyard.Store.Exists) return $"graveyard '{PrintableText.Of(graveyard.Path)}' does not exist yet; waiting for it\n";
        var status = GraveyardStatus.Read(graveyard, TimeProvider.System);
        return form switch
        {
            StatusOutput.Json => StatusJson.Render(status),
            StatusOutput.Yaml => StatusYaml.Render(status),
            StatusOutput.Mermaid => StatusMermaid.Render(status),
            StatusOutput.Svg => StatusSvg.Render(status),
            StatusOutput.Table => new StatusScreen(terminal?.Columns ?? DefaultWidth, terminal is not null && WantsColour).Render(status),
        };
    }

    /// <summary><see href="https://no-color.org"/>.</summary>
    private static bool WantsColour =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    private static string PathOf(string? path)
    {
        var variables = new SettingsReader(Environment.GetEnvironmentVariable);
        path ??= variables.Value("KUBEXIT_GRAVEYARD", new CoordinatorOptions().GraveyardPath, SettingValue.Path);
        return variables.Errors.Count > 0 ? throw new ConfigurationException(variables.Errors) : path;
    }
}
