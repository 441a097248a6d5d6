FROM node:20-bookworm-slim AS build
# better-sqlite3 is compiled where its prebuilt file cannot be fetched, with the headers that the image brings, not with
# those of nodejs.org, which then cannot be reached either. This stage is thrown away.
ENV npm_config_nodedir=/usr/local
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 python3-pip \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY ranking ranking
COPY src src
COPY web web
# What better-sqlite3 was compiled from is ten times what came of it.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund \
  && rm -r dist/.tsbuildinfo node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
  && find node_modules/better-sqlite3/build -type f ! -name better_sqlite3.node -delete
# As at run time, checked by its pinned hash; where pip cannot reach its index the built-in trainer stands in, and says so.
ARG PIP_INDEX_URL
RUN mkdir lightgbm && node -e 'import("/app/dist/src/adapters/lightgbm/find-library.js") \
  .then(({ findLibrary }) => findLibrary({ cacheFolder: "/tmp/lightgbm" })) \
  .then(({ file }) => fs.copyFileSync(file, "lightgbm/lib_lightgbm.so"), (error) => console.error("no LightGBM:", error.message))'

FROM node:20-bookworm-slim
# LightGBM's one dependency.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends libgomp1 \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 WINNOW_DATA=/data LIGHTGBM_LIB=/app/lightgbm/lib_lightgbm.so
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/lightgbm lightgbm
COPY --from=build /app/dist dist
COPY package.json ./
COPY bin bin
COPY mappings mappings
# Owned by root, run as the image's user node: the program cannot change itself. A new volume takes over the owner of /data.
RUN ln -s /app/bin/winnow.js /usr/local/bin/winnow && install -d -o node -g node /data
USER 1000:1000
VOLUME /data
# Where relative paths of commands end: the one folder that can be written to.
WORKDIR /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["winnow"]
CMD ["serve"]
