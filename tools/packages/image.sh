#!/bin/sh
# The server's image. `try` is `build`, then `check`: runs a container as compose.yaml does, until it is healthy. `push`
# builds it for this machine's processor and pushes it as $IMAGE:<version>-<processor>; `join` makes $IMAGE:<version> of
# those. ENGINE may be podman; BUILD_IMAGE and BASE_IMAGE name other images to begin with, as bases.sh makes them;
# BUILD_OPTIONS are more options of the engine's build.
set -eu
cd "$(dirname "$0")/../.."
engine=${ENGINE:-docker}
version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)
# podman's own format of images has no health check.
export BUILDAH_FORMAT=docker

sign_in() {
  echo "$REGISTRY_PASSWORD" | "$engine" login "${IMAGE%%/*}" --username "$REGISTRY_USER" --password-stdin
}

build() {
  # shellcheck disable=SC2086
  "$engine" build ${BUILD_OPTIONS:-} ${BUILD_IMAGE:+--build-arg "BUILD_IMAGE=$BUILD_IMAGE"} \
    ${BASE_IMAGE:+--build-arg "BASE_IMAGE=$BASE_IMAGE"} --tag "$1" .
}

check() {
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
  "$engine" exec "$container" /server/node --print '`runs as ${process.getuid()}`'
  "$engine" image inspect --format '{{.Size}} bytes' bandmate-server:try
}

case "${1:-}" in
  build) build bandmate-server:try ;;
  check) check ;;
  try)
    build bandmate-server:try
    check
    ;;
  push)
    sign_in
    build "$IMAGE:$version-$(uname -m)"
    "$engine" push "$IMAGE:$version-$(uname -m)"
    ;;
  join)
    sign_in
    "$engine" buildx imagetools create --tag "$IMAGE:$version" "$IMAGE:$version-x86_64" "$IMAGE:$version-aarch64"
    ;;
  *)
    echo "Usage: image.sh try | build | check | push | join" >&2
    exit 2
    ;;
esac
