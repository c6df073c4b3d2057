#!/bin/sh
# Applications with a DI container, trimmed and compiled ahead of time, as members of a graveyard: publishes the sample worker and the tests' own
# application, and runs the tests of hosting and of the samples against the native files. Needs what the native file of kubexit needs.
#
#   dotnet build && samples/native-members.sh
set -eu
cd "$(dirname "$0")/.."
dotnet publish samples/EmbeddedWorker -p:Native=true --nologo -v q
dotnet publish Kubexit.Tests.App -p:Native=true --nologo -v q

# The builds above have left their restore behind; the tests run from the builds that are there.
KUBEXIT_TEST_WORKER=$PWD/artifacts/EmbeddedWorker/EmbeddedWorker
KUBEXIT_TEST_APP=$PWD/artifacts/Kubexit.Tests.App/Kubexit.Tests.App
export KUBEXIT_TEST_WORKER KUBEXIT_TEST_APP
tests=Kubexit.Tests/bin/${CONFIGURATION:-Debug}/net10.0/Kubexit.Tests
"$tests" --filter-namespace Kubexit.Tests.Hosting --no-progress
"$tests" --filter-class '*SampleTests' --no-progress
