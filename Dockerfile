# The server as an image: the same folder as in the Debian package, on a Debian without anything else.
# Builds for the processor it is built on, or for another one with `docker buildx build --platform`.
ARG BUILD_IMAGE=node:24-bookworm-slim
ARG BASE_IMAGE=debian:13-slim

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
# Nothing is compiled: of all install scripts only the one that fetches the pinned Node is needed.
RUN npm ci --ignore-scripts --no-audit --no-fund && npm rebuild node
COPY . .
RUN node_modules/node/bin/node tools/packages/collect.ts /server \
  && install -d -m 700 /data

FROM ${BASE_IMAGE}
COPY --from=build /server /server
COPY --from=build --chown=10001:10001 /data /data
WORKDIR /server
USER 10001:10001
ENV DATA_DIR=/data HOST=0.0.0.0 PORT=3000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["/server/node", "tools/packages/healthy.mjs"]
ENTRYPOINT ["/server/node"]
CMD ["server/index.ts"]
