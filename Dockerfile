# One image for every process; what it is told at the start says which one it is:
#
#     docker run … tipline serve public | serve sms | serve console
#
# The image holds no key, no setting and no sample of either: all of it is mounted at /data, for each process its
# own folder (compose.yaml shows how). Behind a reverse proxy, the proxy must not log: it sees the addresses that
# nothing here ever writes down. For nginx: `access_log off; proxy_request_buffering off;` and no error log at info.

FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# The environment first, from wheels with known hashes: it changes less often than the code. It is the one with the
# extra `media`, so that videos and sounds are scrubbed; whoever passes this image on, mind the licences in it.
COPY requirements-media.lock requirements-build.lock /build/
RUN python -m venv /opt/tipline \
    && /opt/tipline/bin/pip install --require-hashes --only-binary :all: -r /build/requirements-media.lock \
    && python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes --only-binary :all: -r /build/requirements-build.lock

WORKDIR /build
COPY pyproject.toml README.md ./
COPY crypto crypto
COPY tipline tipline
COPY sms sms
COPY web web
COPY cli cli
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --no-index --wheel-dir /wheel . \
    && /opt/tipline/bin/pip install --no-deps --no-index /wheel/*.whl \
    && /opt/tipline/bin/pip uninstall --yes pip


FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin tipline
COPY --from=build /opt/tipline /opt/tipline

# TIPLINE_HOST: inside a container the only way in is the one that the engine publishes.
ENV PATH=/opt/tipline/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TIPLINE_DATA=/data \
    TIPLINE_HOST=0.0.0.0
WORKDIR /data
USER tipline

# HEALTH_PORT: 8000 the public site, 8001 the console, 8002 the sms gateway.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('HEALTH_PORT', '8000')}/healthz\", timeout=4)"]

STOPSIGNAL SIGTERM
ENTRYPOINT ["tipline"]
CMD ["serve", "public"]
