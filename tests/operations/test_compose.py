"""docker-compose.yml holds together; no Docker is needed to see that."""

import re

from tests.operations.compose import FILE, IMAGE, SERVICES, portal_services
from tests.portal import BASE_DIR

TEXT = FILE.read_text(encoding="utf-8")


def test_every_variable_stops_the_start_when_it_is_missing_and_is_explained_on_top():
    used = set(re.findall(r"\$\{([^}]+)\}", TEXT))
    explained = set(re.findall(r"^#   ([A-Z_]+) ", TEXT, re.MULTILINE))

    assert used == {f"{name}:?" for name in explained}


def test_the_portal_runs_as_web_worker_beat_and_a_migration_before_them():
    assert portal_services() == {"migrate", "web", "worker", "beat"}
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_every_portal_process_gets_the_same_variables_and_the_same_media():
    environments = [SERVICES[name]["environment"] for name in portal_services()]
    volumes = [SERVICES[name]["volumes"] for name in portal_services()]

    assert all(environment == environments[0] for environment in environments)
    assert all(volume == ["media:/var/lib/portal"] for volume in volumes)
    assert "VAR_DIR=/var/lib/portal" in (BASE_DIR / "Dockerfile").read_text(encoding="utf-8")


def test_whatever_another_service_waits_for_has_a_health_check():
    waited_for = {
        name
        for service in SERVICES.values()
        for name, condition in service.get("depends_on", {}).items()
        if condition["condition"] == "service_healthy"
    }

    assert waited_for == {"postgres", "redis", "web"}
    assert all("healthcheck" in SERVICES[name] for name in waited_for)


def test_only_the_proxy_is_reachable_from_outside():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}


def test_the_proxy_knows_where_the_web_process_listens():
    assert "--bind 0.0.0.0:8000 " in SERVICES["web"]["command"]
    assert "dynamic a web 8000" in (BASE_DIR / "deploy" / "Caddyfile").read_text(encoding="utf-8")


def test_no_image_floats_without_a_version():
    for service in SERVICES.values():
        assert service["image"] == IMAGE or re.search(r":\d", service["image"])
