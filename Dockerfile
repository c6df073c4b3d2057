# The one static file, in an image with nothing else:
#
#   docker build -t kubexit .
#
# As an init container `args: [self-install, /kubexit/kubexit]` copies it into a shared volume, and so does the Go original's
# `command: [cp, /bin/kubexit, /kubexit/kubexit]`; in another Dockerfile `COPY --from=kubexit /bin/kubexit /bin/` does.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev cmake make libssl-dev zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish Kubexit.Host -p:PublishProfile=native \
 && Kubexit.Host/Native/image-root.sh artifacts/native/kubexit /image

FROM scratch
COPY --from=build /image/ /
# Some runtimes look a command up in the image's PATH only.
ENV PATH=/usr/local/bin:/bin
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/kubexit"]
