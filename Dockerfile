# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json jest.config.ts ./
COPY scripts scripts
COPY apps apps
COPY libs libs
COPY test test
COPY data data
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 AUTH=api-key STATE_DIR=/state LOG_FORMAT=json
WORKDIR /app
RUN mkdir /state && chown node:node /state
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/libs/database/migrations libs/database/migrations
COPY --from=build /app/data/sample data/sample
USER node
VOLUME /state
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=4s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# SIGTERM ends everything in order within five seconds; docker waits ten before it kills.
CMD ["node", "dist/apps/api/src/main.js"]
