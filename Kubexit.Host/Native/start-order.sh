#!/bin/sh
# start-order.sh: prints the methods that a start of artifacts/native/kubexit runs, in the order of their first instruction. The compiler lays
# them out in the order of start.order, so that they share pages; a name that is not there any more does no harm. Worth doing anew when the start has
# changed much. Needs valgrind, which knows no DWARF 5: the file is read without its symbols, and they are looked up afterwards.
#
# What is in start.order now holds besides what a wait for a birth and the death of a dependency run, recorded in the same way.
#
#   Kubexit.Host/Native/start-order.sh > /tmp/start.order && mv /tmp/start.order Kubexit.Host/Native/start.order
set -eu
native=$(dirname "$0")/../../artifacts/native
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
objcopy --remove-section .gnu_debuglink "$native/kubexit" "$work/kubexit"

export KUBEXIT_NAME=server KUBEXIT_GRAVEYARD="$work/graveyard" KUBEXIT_DEATH_DEPS=client
valgrind --tool=lackey --trace-mem=yes --log-fd=9 "$work/kubexit" true 9>&1 >/dev/null 2>&1 |
    awk '/^I/ { split($2, a, ","); if (!(a[1] in seen)) { seen[a[1]]; print substr("0000000000000000" a[1], length(a[1]) + 1), ++n } }' > "$work/run"

# Symbols and instructions by address: an instruction belongs to the last symbols before it, which may be several when methods are the same.
nm -n --defined-only "$native/kubexit.dbg" | awk '$2 ~ /[Tt]/ { print $1, "-", $3 }' |
    sort -k1,1 -s - "$work/run" | awk '
        $3 ~ /^__(start|stop)___managedcode$/ { is_managed = $3 ~ /start/; names = ""; next }
        !is_managed { next }
        $2 == "-" { if ($1 != at) { at = $1; names = "" } names = names " " $3; next }
        names != "" { if (!(names in first) || $2 < first[names]) first[names] = $2 }
        END { for (n in first) { count = split(n, all, " "); for (i = 1; i <= count; i++) print first[n], all[i] } }' |
    sort -n -s | cut -d' ' -f2
