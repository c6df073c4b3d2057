using System.CommandLine;
using Kubexit.Lint.Rules;

namespace Kubexit.Lint.CommandLine;

/// <summary>The flags of <c>kubexit-lint FILE…</c>.</summary>
internal sealed class LintFlags
{
    // No @files and no bundles of letters: what was typed is what is meant.
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    private readonly Option<string> _output = Choice("--output", "text", "json", "sarif", "github");
    private readonly Option<string> _failOn = Choice("--fail-on", "warning", "error");
    private readonly Option<string> _color = Choice("--color", "auto", "always", "never");
    private readonly Argument<string[]> _files = new("FILE") { Arity = ArgumentArity.ZeroOrMore };

    /// <exception cref="ConfigurationException">There is a flag that nobody knows, a value that is none, or no file.</exception>
    public LintRequest Read(string[] args)
    {
        var command = new RootCommand { _output, _failOn, _color, _files };
        var line = command.Parse(args, Parsing);
        if (line.Errors is [var error, ..])
            throw new ConfigurationException([error.Message.StartsWith("Cannot ", StringComparison.Ordinal) ? error.Message
                : $"Cannot run: {error.Message.TrimEnd('.')}. {Help}"]);
        var files = line.GetValue(_files) ?? [];
        if (files.FirstOrDefault(file => file is ['-', _, ..] && !args.SkipWhile(a => a != "--").Contains(file)) is { } flag)
            throw new ConfigurationException([$"Cannot understand '{flag}': there is no such flag. {Help}"]);
        if (files.Length == 0)
            throw new ConfigurationException([$"Cannot check anything: no file was given. Write 'kubexit-lint FILE...', or '-' for "
                + $"standard input. {Help}"]);
        var failOn = line.GetValue(_failOn) == "error" ? Severity.Error : Severity.Warning;
        return new(files, line.GetValue(_output)!, failOn, line.GetValue(_color)!);
    }

    private const string Help = "'kubexit-lint --help' lists the flags.";

    private static Option<string> Choice(string name, params string[] words)
    {
        var option = new Option<string>(name) { DefaultValueFactory = _ => words[0], Arity = ArgumentArity.ExactlyOne };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !words.Contains(word))
                result.AddError($"Cannot use {name} '{PrintableText.Of(word)}': it is not one of the words allowed here. Write "
                    + $"{string.Join(", ", words[..^1])} or {words[^1]}.");
        });
        return option;
    }
}
