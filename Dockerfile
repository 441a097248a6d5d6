FROM node:20-bookworm-slim AS build
# better-sqlite3 is compiled where its prebuilt file cannot be fetched, with the headers that the image brings, not with
# those of nodejs.org, which then cannot be reached either. This stage is thrown away.
ENV npm_config_nodedir=/usr/local
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY ranking ranking
COPY src src
COPY web web
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 WINNOW_DATA=/data
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY bin bin
COPY mappings mappings
# Owned by root, run as the image's user node: the program cannot change itself. A new volume takes over the owner of /data.
RUN ln -s /app/bin/winnow.js /usr/local/bin/winnow && install -d -o node -g node /data
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["winnow"]
CMD ["serve"]
