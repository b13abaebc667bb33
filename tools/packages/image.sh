#!/bin/sh
# The server's image. `try` builds it and waits until a container of it is healthy. `push` builds it for this machine's
# processor and pushes it as $IMAGE:<version>-<processor>; `join` makes $IMAGE:<version> of those. ENGINE may be podman.
set -eu
cd "$(dirname "$0")/../.."
engine=${ENGINE:-docker}
version=$(node -p "require('./package.json').version")

sign_in() {
  echo "$REGISTRY_PASSWORD" | "$engine" login "${IMAGE%%/*}" --username "$REGISTRY_USER" --password-stdin
}

try_it() {
  "$engine" build --tag bandmate-server:try .
  container=$("$engine" run --detach --read-only --tmpfs /tmp --cap-drop ALL \
    --security-opt no-new-privileges bandmate-server:try)
  trap '"$engine" rm --force --volumes "$container" > /dev/null' EXIT
  tries=0
  until "$engine" exec "$container" /server/node tools/packages/healthy.mjs; do
    tries=$((tries + 1))
    if [ "$tries" -gt 60 ]; then
      "$engine" logs "$container"
      exit 1
    fi
    sleep 1
  done
  "$engine" exec "$container" /server/node server/operator/cli.ts users
  "$engine" image inspect --format '{{.Size}} bytes' bandmate-server:try
}

case "${1:-}" in
  try) try_it ;;
  push)
    sign_in
    "$engine" build --tag "$IMAGE:$version-$(uname -m)" .
    "$engine" push "$IMAGE:$version-$(uname -m)"
    ;;
  join)
    sign_in
    "$engine" buildx imagetools create --tag "$IMAGE:$version" "$IMAGE:$version-x86_64" "$IMAGE:$version-aarch64"
    ;;
  *)
    echo "Usage: image.sh try | push | join" >&2
    exit 2
    ;;
esac
