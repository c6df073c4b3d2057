# Each program is one static file, in an image with nothing else:
#
#   docker build -t kubexit .
#   docker build --target node-agent -t kubexit-node-agent .
#   docker build --target lint -t kubexit-lint .
#   docker build --target benchmarks -t kubexit-benchmarks .      (this one on the .NET runtime: samples/benchmarks)
#
# As an init container `args: [self-install, /kubexit/kubexit]` copies it into a shared volume, and so does the Go original's
# `command: [cp, /bin/kubexit, /kubexit/kubexit]`; in another Dockerfile `COPY --from=kubexit /bin/kubexit /bin/` does.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS source
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev cmake make libssl-dev zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .

FROM source AS build-node-agent
RUN dotnet publish Kubexit.NodeAgent -p:PublishProfile=native

FROM source AS build-lint
RUN dotnet publish Kubexit.Lint -p:PublishProfile=native

FROM source AS build-benchmarks
RUN dotnet publish Kubexit.Benchmarks -o /benchmarks

FROM source AS build
RUN dotnet publish Kubexit.Host -p:PublishProfile=native \
 && Kubexit.Host/image-root.sh artifacts/native/kubexit /image

FROM scratch AS node-agent
COPY --from=build-node-agent --chmod=0755 /source/artifacts/native/kubexit-node-agent /usr/local/bin/kubexit-node-agent
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/kubexit-node-agent"]

FROM scratch AS lint
COPY --from=build-lint --chmod=0755 /source/artifacts/native/kubexit-lint /usr/local/bin/kubexit-lint
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/kubexit-lint"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS benchmarks
COPY --from=build-benchmarks /benchmarks /benchmarks
# Nothing is written outside of the volume that is measured.
ENV DOTNET_EnableDiagnostics=0 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
USER 65532:65532
ENTRYPOINT ["dotnet", "/benchmarks/Kubexit.Benchmarks.dll"]

# The last one is what is built when no target is named.
FROM scratch AS kubexit
COPY --from=build /image/ /
# Some runtimes look a command up in the image's PATH only.
ENV PATH=/usr/local/bin:/bin
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/kubexit"]
