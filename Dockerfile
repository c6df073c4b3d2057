# The one static file, in an image with nothing else:
#
#   docker build -t kubexit .
#
# As an init container `args: [self-install, /kubexit/kubexit]` copies it into a shared volume; in another Dockerfile
# `COPY --from=kubexit /usr/local/bin/kubexit /usr/local/bin/kubexit` does.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev cmake make libssl-dev zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish Kubexit.Host -p:PublishProfile=native

FROM scratch
COPY --from=build --chmod=0755 /source/artifacts/native/kubexit /usr/local/bin/kubexit
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/kubexit"]
