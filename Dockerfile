# The package as npm would publish it, with what it needs beside Cube.
FROM node:22.20.0-bookworm-slim AS package
WORKDIR /package
COPY package.json package-lock.json .npmrc ./
COPY packages packages
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY model model
COPY seeds seeds
RUN npm run build:package && npm pack --pack-destination /tmp
WORKDIR /conf
# Cube itself is in the official image; scripts are off by .npmrc there as here.
RUN npm install --ignore-scripts --legacy-peer-deps --no-save /tmp/cube-activation-metrics-*.tgz

# Cube's own image, for its native add-on: with it the SQL API is there.
FROM cubejs/cube:v1.7.43
WORKDIR /cube/conf
COPY --from=package /conf/node_modules node_modules
COPY activation.config.ts ./
ENV NODE_ENV=production \
    ACTIVATION_NATIVE=require \
    ACTIVATION_NATIVE_DOWNLOAD=false \
    CUBEJS_PG_SQL_PORT=15432
USER node
EXPOSE 4000 15432
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT []
CMD ["node", "node_modules/cube-activation-metrics/lib/cli.js", "start"]
