#!/bin/sh
# Lays out what the image holds: image-root.sh FILE ROOT. One file under three names, by hard links, so that it is stored once and each name is a
# file of its own in an image volume and for COPY --from. /bin/kubexit is where the Go original's image has it; as cp it copies itself.
set -eu
mkdir -p "$2/usr/local/bin" "$2/bin"
cp "$1" "$2/usr/local/bin/kubexit"
chmod 0755 "$2/usr/local/bin/kubexit"
ln "$2/usr/local/bin/kubexit" "$2/bin/kubexit"
ln "$2/usr/local/bin/kubexit" "$2/bin/cp"
