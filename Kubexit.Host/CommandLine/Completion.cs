namespace Kubexit.Host;

/// <summary>Completion scripts: <c>source &lt;(kubexit help completion bash)</c>.</summary>
internal static class Completion
{
    private const string WaitFlags =
        "--for --http-get --tcp --exec --grpc --file --timeout --period --request-timeout --status --graveyard --quiet --print-role --help";
    private const string StatusFlags = "--graveyard --output --watch --help";
    private const string Verbs = "wait status self-install help version";

    public const string Bash = $$"""
        _kubexit() {
            local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} previous=${COMP_WORDS[COMP_CWORD-1]}
            if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "{{Verbs}}" -A command -- "$word")); return; fi
            case $previous in
                --output) COMPREPLY=($(compgen -W "table json yaml mermaid svg" -- "$word")); return ;;
                --graveyard) COMPREPLY=($(compgen -d -- "$word")); return ;;
            esac
            case $verb in
                wait) COMPREPLY=($(compgen -W "{{WaitFlags}}" -- "$word")) ;;
                status) COMPREPLY=($(compgen -W "{{StatusFlags}}" -- "$word")) ;;
                help) COMPREPLY=($(compgen -W "wait status self-install completion bash zsh" -- "$word")) ;;
                *) COMPREPLY=($(compgen -f -- "$word")) ;;
            esac
        }
        complete -o filenames -F _kubexit kubexit

        """;

    public const string Zsh = "autoload -U +X bashcompinit && bashcompinit\n" + Bash;
}
