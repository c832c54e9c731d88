# One image for web, worker, beat and migrate of docker-compose.yml.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/portal STATIC_ROOT=/portal/staticfiles
WORKDIR /portal

COPY config/system_packages.py config/
RUN python config/system_packages.py run && rm -rf /var/lib/apt/lists/*

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY . .
# The settings want their production values even here, where nothing is connected to.
RUN for catalogue in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format --output-file "${catalogue%.po}.mo" "$catalogue"; done \
    && DATABASE_URL=sqlite://:memory: CELERY_BROKER_URL=memory:// SECRET_KEY=build EMAIL_URL=dummy:// \
       ALLOWED_HOSTS=localhost DEFAULT_FROM_EMAIL=build@localhost PORTAL_URL=http://localhost \
       python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --system --home-dir "$VAR_DIR" --create-home portal

USER portal
VOLUME /var/lib/portal
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000"]
