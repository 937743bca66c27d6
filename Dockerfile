# The bot alone, without what only checks it. `.ci/image.py` carries out these steps where there is no engine, so they use
# relative paths beneath WORKDIR, and nothing that must be root.
FROM python:3.11-slim AS build
WORKDIR /srv/sloyfa
COPY requirements.lock ./
RUN python -m venv .venv
RUN sed '/^# For development/,$d' requirements.lock > runtime.lock
RUN .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir --require-hashes -r runtime.lock
RUN mkdir var

FROM node:20-slim AS look
WORKDIR /srv/look
COPY package.json ./
COPY package-lock.json ./
RUN npm ci --silent --ignore-scripts --omit=dev --cache .npm

FROM python:3.11-slim
WORKDIR /srv/sloyfa
ENV PATH=/srv/sloyfa/.venv/bin:$PATH
ENV PYTHONUNBUFFERED=1
ENV PYTHONDONTWRITEBYTECODE=1
ENV HOME=/srv/sloyfa/var
ENV SLOYFA_HOST=0.0.0.0
COPY --from=build /srv/sloyfa/.venv .venv
COPY --from=look /srv/look/node_modules .venv/share/sloyfa/node_modules
COPY --from=build --chown=10001:10001 /srv/sloyfa/var var
COPY content content
COPY dialogs dialogs
COPY storage storage
COPY bot bot
USER 10001:10001
# The database is here unless SLOYFA_DATABASE_URL names another.
VOLUME /srv/sloyfa/var
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '3978') + '/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "serve"]
