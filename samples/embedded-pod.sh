#!/bin/sh
# A pod on your desk: two apps that are members by themselves and one wrapped command, in one graveyard.
#
#   dotnet build && samples/embedded-pod.sh
#
# worker waits for web, web is ready when it is healthy, both stop when main is done. Prints the three tombstones.
set -eu
cd "$(dirname "$0")/.."
configuration=${CONFIGURATION:-Debug}
KUBEXIT_GRAVEYARD=$(mktemp -d)
export KUBEXIT_GRAVEYARD ASPNETCORE_URLS=http://127.0.0.1:0
samples/EmbeddedWorker/bin/$configuration/net10.0/EmbeddedWorker & worker=$!
samples/EmbeddedWeb/bin/$configuration/net10.0/EmbeddedWeb & web=$!
KUBEXIT_NAME=main KUBEXIT_BIRTH_DEPS=worker Kubexit.Host/bin/$configuration/net10.0/kubexit sh -c 'echo main works; sleep 1; echo main is done'
wait $worker $web
for name in main worker web; do echo "--- $name"; cat "$KUBEXIT_GRAVEYARD/$name"; done
rm -r "$KUBEXIT_GRAVEYARD"
