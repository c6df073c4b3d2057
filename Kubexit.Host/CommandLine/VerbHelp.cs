using Kubexit.Configuration;
using Kubexit.Dependencies;

namespace Kubexit.Host;

/// <summary>What <c>--help</c> prints after a verb.</summary>
internal static class VerbHelp
{
    public static string Wait => $"""
        kubexit wait - block until conditions hold, all of them

        Usage:
          kubexit wait [FLAG]...

        Conditions, repeatable:
          --for NAME[?][:CONDITION]   a neighbour; NAME? is skipped when no process has that name. The first CONDITION is the default:
                                      {string.Join(", ", Choice.Words<BirthCondition>())}.
                                      KIND/NAME and KIND/NAMESPACE/NAME are objects of the cluster; KIND is one of
                                      {string.Join(", ", Choice.Words<ObjectKind>())}
          --http-get URL              answers a GET request with a status from 200 to 399
          --tcp HOST:PORT             accepts a connection
          --exec COMMAND              exits with code 0; a line of words, or a JSON array of strings
          --grpc HOST:PORT[/SERVICE]  grpc.health.v1 says SERVING
          --file PATH                 exists
        Limits:
          --timeout DURATION          for all conditions together, 0 for none (60s)
          --period DURATION           between attempts (500ms)
          --request-timeout DURATION  for one attempt (500ms)
        Other flags:
          --status CODE               the only HTTP status that counts as success
          --graveyard DIR             where neighbours leave their tombstones (KUBEXIT_GRAVEYARD, else /graveyard)
          --quiet                     print only failures
          --print-role                print the Role and RoleBinding that the objects need, and do not wait

        Readiness comes from the API server when KUBEXIT_BIRTH_SOURCE, KUBEXIT_POD_NAME and KUBEXIT_NAMESPACE say so, else from the
        graveyard.
        Exit codes: 0 all conditions hold; 124 timed out or unsatisfiable; 2 wrong flags; 128+n ended by signal n; 125 kubexit itself
        failed.

        Examples:
          kubexit wait --http-get http://localhost:8080/ready
          kubexit wait --for db --for migrate:succeeded --timeout 5m
          kubexit wait --for job/migrate --for service/db --timeout 10m
          kubexit wait --tcp localhost:5432 --exec 'test -e /run/token' --quiet

        """;

    public const string Status = """
        kubexit status - show a graveyard: who was born, became ready and died, when and why

        Usage:
          kubexit status [FLAG]...

        Flags:
          --graveyard DIR   the graveyard, also one of the Go original (KUBEXIT_GRAVEYARD, else /graveyard)
          --output FORM     table (default), json, yaml, mermaid or svg
          --watch           redraw on every change; Ctrl-C ends it

        json and yaml hold graveyard, at and processes; each process has name and state (waiting, born, ready, dead, vanished, starting,
        unreadable) and, where known, waiting, born, ready, died (RFC 3339), readyAfterSeconds, livedSeconds, exitCode, signal, reason,
        problem.
        Colours only on a terminal, and not when NO_COLOR is set. All times are UTC.

        Examples:
          kubectl exec POD -c APP -- /kubexit/kubexit status
          kubexit status --watch
          kubexit status --graveyard ./copied --output svg > incident.svg
          kubexit status --output json | jq -r '.processes[] | select(.exitCode != 0) | .name'

        """;

    public const string SelfInstall = """
        kubexit self-install - copy this binary, for images that have no cp

        Usage:
          kubexit self-install DEST

        DEST is a file, or an existing directory to put 'kubexit' into. The copy has mode 0755 and appears in one piece: readers see the old
        file or the new one. A directory is never replaced.

        Example, as the command of an init container that shares a volume with the others:
          kubexit self-install /kubexit

        """;
}
