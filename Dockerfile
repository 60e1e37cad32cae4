# The command line and the explorer, on CPU, as a user without rights. Not built anywhere yet: the
# project's machines have no container engine (docs/install.md). The build fails if torch comes
# with CUDA; TORCH_ARGS points pip at an index of CPU builds (docs/install.md).
FROM python:3.12-slim-bookworm AS build
ARG TORCH_ARGS=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements-torch.txt requirements.lock ./
RUN pip install --quiet ${TORCH_ARGS} -r requirements-torch.txt \
 && python -c "import sys, torch; sys.exit('torch is a CUDA build: see docs/install.md' if torch.version.cuda else 0)"
RUN sed '/^# --- development only ---$/,$d' requirements.lock > running.lock \
 && pip install --quiet --no-deps --require-hashes -r running.lock
COPY . .
RUN pip install --quiet --no-deps .

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home groundgraph \
 && install --directory --owner groundgraph --group groundgraph /kb
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    HF_HUB_OFFLINE=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STREAMLIT_BROWSER_GATHER_USAGE_STATS=false
USER groundgraph
WORKDIR /home/groundgraph
VOLUME /kb
ENTRYPOINT ["groundgraph"]
CMD ["--help"]
