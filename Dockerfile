# One image for the subgraphs, the router, the payment simulator and the operator's commands. The command says
# which one runs: `node subgraphs/booking/main.ts`. docker-compose.yml runs all of them.
#
#   docker build --tag meetingroom .
#
# It has no servers: PostgreSQL, MongoDB and NATS have images of their own.

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Install scripts are off: none of these packages needs one.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --cache /tmp/npm
# Declarations, source maps and the sources of browser bundles are for developers: a third of the bytes.
RUN find node_modules -type f \( -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -name '*.map' -o -name '*.md' \) -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 NODE_COMPILE_CACHE=/app/.compiled
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY . .
# Compiles what each program loads, which shortens the start of a container. A program without settings ends
# once it has loaded; a container cannot write there.
RUN node containers/compile.mjs && install -d -o node -g node /data
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s --retries=3 CMD ["node", "containers/healthcheck.mjs"]
