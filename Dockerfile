# One Dockerfile for every app: docker build --target runtime --build-arg APP=inference .
# The internal packages stay symlinks of the workspace; Node strips the types itself, so there is no build step.
ARG NODE_IMAGE=node:24-bookworm-slim

# Only the manifests: a change in the sources leaves the dependency layer below as it is.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /repository
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

FROM ${NODE_IMAGE} AS dependencies
ARG APP
WORKDIR /app
COPY --from=manifests /repository ./
# ONNX Runtime brings its library for every platform: 290 MB of which this image can load 45.
RUN test -f "apps/${APP}/package.json" \
 && npm ci --omit=dev --ignore-scripts --workspace "apps/${APP}" --include-workspace-root=false \
      --no-audit --no-fund --cache /tmp/npm \
 && rm -rf /tmp/npm \
 && architecture="$(node -p process.arch)" \
 && find node_modules -path '*/onnxruntime-node/bin/*' -type f ! -path "*/linux/${architecture}/*" -delete

FROM ${NODE_IMAGE} AS runtime
ARG APP
LABEL org.opencontainers.image.title="ml-observability-lab/${APP}" \
      org.opencontainers.image.licenses="Apache-2.0"
# ONNX Runtime would report its use, with an id of the machine, to its vendor.
ENV NODE_ENV=production ORT_DISABLE_TELEMETRY=1
WORKDIR /app/apps/${APP}
COPY --from=dependencies /app /app
COPY packages /app/packages
COPY apps/${APP} /app/apps/${APP}
COPY infra/docker/healthcheck.mjs /app/healthcheck.mjs
# The places that a service may write to when its root is read-only; Compose mounts volumes over them.
RUN install -d -o node -g node /var/lib/lab /var/lib/models
USER node
CMD ["node", "--import", "@lab/instrumentation/register", "src/server.ts"]

# The documentation site: what it is made of is most of the repository, and is left behind.
FROM ${NODE_IMAGE} AS site-build
WORKDIR /repository
COPY --from=manifests /repository ./
RUN npm ci --ignore-scripts --workspace docs --include-workspace-root=false --no-audit --no-fund --cache /tmp/npm \
 && rm -rf /tmp/npm
COPY . .
RUN node docs/.vitepress/build/build.ts

FROM runtime AS site
COPY --from=site-build /repository/docs/.vitepress/dist /app/site
