# The whole of Parley in one image: the server, and the client that it serves.
#
#   docker build -t parley .
#   docker run -p 127.0.0.1:8000:8000 -v parley:/data -e PARLEY_AUTH=demo -e PARLEY_ALLOWED_HOSTS=localhost parley

FROM node:22-slim AS client
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY shared/schema shared/schema
COPY client client
RUN npm run build

FROM python:3.13-slim AS packages
COPY requirements.lock .
RUN python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --require-hashes --no-deps -r requirements.lock

FROM python:3.13-slim
# No installer stays in the image, and nobody is root in it.
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore pip \
 && groupadd --gid 10001 parley \
 && useradd --uid 10001 --gid parley --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin parley \
 && install -d -o parley -g parley -m 0750 /data
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=client /build/client/dist client/dist
COPY server server
COPY LICENSE .
# The root file system may be read-only: what Python would write when it runs is written here.
RUN python -m compileall -q server
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PARLEY_HOST=0.0.0.0 \
    PARLEY_PORT=8000 \
    PARLEY_STORE_URL=sqlite:////data/parley.db
USER parley
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['PARLEY_PORT']}/api/health\", timeout=4)"]
# PARLEY_AUTH has no default: the server refuses to start without it, and says what to set.
CMD ["python", "-m", "server"]
