#!/bin/sh
# Makes the images that the Dockerfile begins with out of Debian's packages, where no registry of images can be reached:
# bandmate-debian, and bandmate-node, which has the pinned Node and this machine's npm besides. As root on Debian, with
# podman and debootstrap. Then:
#   ENGINE=podman BUILD_IMAGE=localhost/bandmate-node BASE_IMAGE=localhost/bandmate-debian \
#     BUILD_OPTIONS='--isolation chroot --network host' tools/packages/image.sh try
set -eu
cd "$(dirname "$0")/../.."
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

import_as() {
  name=$1
  shift
  tar --create --numeric-owner --directory "$root" . | podman import --quiet "$@" - "$name"
}

debootstrap --variant=minbase trixie "$root" > /dev/null
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
import_as bandmate-debian

modules=$root/usr/local/lib/node_modules
mkdir -p "$modules"
cp node_modules/node/bin/node "$root/usr/local/bin/node"
cp -r "$(dirname "$(readlink -f "$(command -v npm)")")/.." "$modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
# Behind a proxy with a certificate of its own, npm needs that one to reach the registry.
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  cp "$NODE_EXTRA_CA_CERTS" "$root/usr/local/share/extra.pem"
  import_as bandmate-node --change 'ENV NODE_EXTRA_CA_CERTS=/usr/local/share/extra.pem'
else
  import_as bandmate-node
fi
