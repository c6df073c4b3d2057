using System.CommandLine;
using Kubexit.Configuration;
using Kubexit.Graveyards;
using Kubexit.Lint.Graphs;

namespace Kubexit.Lint.CommandLine;

/// <summary>The flags of <c>kubexit-lint graph FILE…</c>.</summary>
internal sealed class GraphFlags
{
    public const string Help = """
        Draws who starts after whom, who is stopped by whose end, and who outlives whom.

        Usage:
          kubexit-lint graph [FLAGS] FILE...

        FILE is a file, a folder or - for standard input. Pods without kubexit are drawn only when there are no others.

        Flags:
          --output svg|mermaid|dot   Default svg. dot draws no timelines
          --timeline                 draw a run of the pod on a time axis
          --takes NAME=TIME,...      for --timeline: how long containers and objects take. TIME runs until a container with a probe is
                                     ready, or until one without a probe ends with exit code 0. NAME=READY/END gives both. Without an
                                     entry a container is ready at once and does not end; an init container or object is done at once
          --deletion                 draw how long a deletion of the pod can take, beside terminationGracePeriodSeconds

        Exit codes: 0 drawn, 2 unreadable input or wrong usage.

        """;

    private const string SeeHelp = "'kubexit-lint graph --help' lists the flags.";

    // No @files and no bundles of letters: what was typed is what is meant.
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    private readonly Option<string> _output = new("--output") { DefaultValueFactory = _ => "svg" };
    private readonly Option<bool> _timeline = new("--timeline") { Arity = ArgumentArity.Zero };
    private readonly Option<bool> _deletion = new("--deletion") { Arity = ArgumentArity.Zero };
    private readonly Option<string?> _takes = new("--takes");
    private readonly Argument<string[]> _files = new("FILE") { Arity = ArgumentArity.ZeroOrMore };

    /// <exception cref="ConfigurationException">There is a flag that nobody knows, a value that is none, or no file.</exception>
    public GraphRequest Read(string[] args)
    {
        var line = new RootCommand { _output, _timeline, _deletion, _takes, _files }.Parse(args, Parsing);
        if (line.Errors is [var error, ..]) throw Wrong($"Cannot run: {PrintableText.Of(error.Message.TrimEnd('.'))}. {SeeHelp}");
        var files = line.GetValue(_files) ?? [];
        if (files.FirstOrDefault(file => file is ['-', _, ..] && !args.SkipWhile(a => a != "--").Contains(file)) is { } flag)
            throw Wrong($"Cannot understand '{PrintableText.Of(flag)}': there is no such flag. {SeeHelp}");
        if (files.Length == 0) throw Wrong(
            $"Cannot draw anything: no file was given. Write 'kubexit-lint graph FILE...', or '-' for standard input. {SeeHelp}");

        var output = Choice.Parse<GraphOutput>(line.GetValue(_output)!);
        if (output.Problem is not null) throw Wrong($"Cannot use --output: {PrintableText.Of(output.Problem)}.");
        var view = (line.GetValue(_timeline), line.GetValue(_deletion)) switch
        {
            (false, false) => GraphView.Order,
            (true, false) => GraphView.Timeline,
            (false, true) => GraphView.Deletion,
            (true, true) => throw Wrong("Cannot use --timeline together with --deletion: each is a picture of its own. Leave one out."),
        };
        var takes = Takes(line.GetValue(_takes));
        if (takes.Count > 0 && view != GraphView.Timeline)
            throw Wrong("Cannot use --takes: it is about --timeline. Add --timeline, or leave --takes out.");
        if (output.Value == GraphOutput.Dot && view != GraphView.Order)
            throw Wrong("Cannot use --output 'dot': Graphviz draws no timelines. Write svg or mermaid.");
        return new(files, output.Value, view, takes);
    }

    private static Dictionary<string, TakenTime> Takes(string? text)
    {
        var takes = new Dictionary<string, TakenTime>();
        foreach (var entry in text?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            var parsed = TakenTime.Parse(entry);
            if (parsed.Problem is not null)
                throw Wrong($"Cannot use entry '{PrintableText.Of(entry)}' of --takes: {PrintableText.Of(parsed.Problem)}.");
            if (!takes.TryAdd(parsed.Value.Key, parsed.Value.Value))
                throw Wrong($"Cannot use --takes: it names '{PrintableText.Of(parsed.Value.Key)}' twice. Leave one out.");
        }

        return takes;
    }

    private static ConfigurationException Wrong(string error) => new([error]);
}
