#!/bin/sh
# Publishes the files of a folder as the release $TAG, with their checksums. Unsigned ones are a preview.
set -eu
cd "$1"
sha256sum -- * > SHA256SUMS
state=
[ "${IS_SIGNED:-false}" = true ] || state=--prerelease
gh release create "$TAG" --verify-tag --title "$TAG" --generate-notes $state -- *
