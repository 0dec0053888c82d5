"""What every answer of the public site says to the browser, whatever is asked and however."""

import csv
import re
from collections.abc import Mapping

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.material import material
from tests.unit.web.public.reporter import NOT_KEPT, SLUG, WORDS, PublicSite, send_tip
from tipline.errors import StoreUnavailable
from tipline.spool_errors import SpoolUnavailable
from tipline.vocabulary import StoreName

EVERYWHERE = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-dns-prefetch-control": "off",
    "x-permitted-cross-domain-policies": "none",
}
ABOUT_THE_CONTENT = {"content-type", "content-length", "location", "allow", "vary", "content-encoding"}
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
KEPT = {"/robots.txt": A_DAY, "/favicon.ico": A_DAY}

ASKED = [
    ("GET", path)
    for path in (
        "/",
        "/healthz",
        "/robots.txt",
        "/favicon.ico",
        "/l/zzzz0000",
        f"/{SLUG}",
        f"/{SLUG}/",
        f"/{SLUG}/how-anonymous",
        f"/{SLUG}/numbers",
        f"/{SLUG}/numbers/2026-10",
        f"/{SLUG}/numbers/2026-10.json",
        f"/{SLUG}/numbers/2026-10.csv",
        f"/{SLUG}/follow-up",
        f"/ar/{SLUG}",
        "/nowhere",
        "/static/nothing.css",
        "/%00",
    )
] + [
    ("HEAD", f"/{SLUG}"),
    ("PUT", f"/{SLUG}"),
    ("OPTIONS", "/"),
    ("POST", "/"),
    ("POST", f"/{SLUG}"),
    ("POST", f"/{SLUG}/follow-up"),
]


def look(answer: Response, *, kept: str = NOT_KEPT, csp: str | None = None) -> None:
    """Fail where an answer says anything else than every answer must."""
    said = dict(answer.headers)
    permissions = said.pop("permissions-policy").split(", ")
    assert all(re.fullmatch(r"[a-z-]+=\(\)", one) for one in permissions)
    assert {"geolocation=()", "camera=()", "microphone=()", "payment=()", "usb=()"} <= set(permissions)
    assert said.pop("cache-control") == kept
    expected = EVERYWHERE | ({"content-security-policy": csp} if csp else {})
    assert {name: value for name, value in said.items() if name not in ABOUT_THE_CONTENT} == expected


@pytest.mark.parametrize(("method", "path"), ASKED)
def test_every_answer_says_exactly_this(quick_browser: TestClient, method: str, path: str) -> None:
    look(quick_browser.request(method, path), kept=KEPT.get(path, NOT_KEPT))


def test_the_style_sheet_says_the_same_and_may_be_kept_for_ever(quick_browser: TestClient) -> None:
    path = re.findall(r'href="(/static/[^"]+)"', quick_browser.get("/").text)[0]

    look(quick_browser.get(path), kept=FOR_EVER)


def test_receipts_second_clicks_and_bodies_that_are_too_large_say_the_same(quick_browser: TestClient) -> None:
    large = quick_browser.post(f"/{SLUG}", content=b"a" * 2_000_000, headers={"content-type": "a/form"})

    look(send_tip(quick_browser, what=WORDS))
    assert large.status_code in {413, 415}
    large.headers.pop("connection", None)
    look(large)


def test_faults_of_ours_say_the_same(
    quick_site: PublicSite, quick_browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable(StoreName.TIPS)

    def no_spool(*_: object, **__: object) -> None:
        raise SpoolUnavailable

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(quick_site.runtime.tips, "ping", away)
    monkeypatch.setattr(quick_site.runtime.spool, "check", no_spool)
    unhealthy = quick_browser.get("/healthz")
    monkeypatch.setattr(type(quick_site.app.app.state.site.programs), "listed", broken)
    fault = quick_browser.get("/")

    assert (unhealthy.status_code, fault.status_code) == (503, 500)
    look(unhealthy)
    look(fault)


def test_the_observatory_gives_the_form_all_that_a_site_without_a_preload_list_can_have(
    quick_site: PublicSite,
) -> None:
    secure = TestClient(quick_site.app, base_url="https://testserver", follow_redirects=False)

    answer = secure.get(f"/{SLUG}")

    with (material("rubrics") / "mdn_observatory_scores.csv").open(encoding="utf-8") as file:
        points = {row["result"]: int(row["points"]) for row in csv.DictReader(file)}
    found = results(answer.headers, answer.text)
    assert found == {
        "CspImplementedWithNoUnsafeDefaultSrcNone",
        "CookiesNotFound",
        "CrossOriginResourceSharingNotImplemented",
        "ReferrerPolicyPrivate",
        "HstsImplementedMaxAgeAtLeastSixMonths",
        "SriNotImplementedButNoScriptsLoaded",
        "XContentTypeOptionsNosniff",
        "XFrameOptionsImplementedViaCsp",
        "CrossOriginResourcePolicyImplementedWithSameOrigin",
        "CoepNotImplemented",
        "CoopImplementedWithSameOrigin",
    }
    assert 100 + sum(points[one] for one in found) == 140


def results(headers: Mapping[str, str], page: str) -> set[str]:
    """What the observatory finds, in its own words, as far as an answer tells."""
    csp = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    safe = "unsafe" not in str(csp) and not any("http" in one or "data:" in one for one in csp.values())
    age = int(re.findall(r"max-age=(\d+)", headers["strict-transport-security"])[0])
    good = {
        "CspImplementedWithNoUnsafeDefaultSrcNone": safe and csp["default-src"] == "'none'",
        "CookiesNotFound": "set-cookie" not in headers,
        "CrossOriginResourceSharingNotImplemented": "access-control-allow-origin" not in headers,
        "ReferrerPolicyPrivate": headers["referrer-policy"] == "no-referrer",
        "HstsImplementedMaxAgeAtLeastSixMonths": age >= 15_768_000,
        "SriNotImplementedButNoScriptsLoaded": "<script" not in page,
        "XContentTypeOptionsNosniff": headers["x-content-type-options"] == "nosniff",
        "XFrameOptionsImplementedViaCsp": csp["frame-ancestors"] == "'none'",
        "CrossOriginResourcePolicyImplementedWithSameOrigin": (
            headers["cross-origin-resource-policy"] == "same-origin"
        ),
        "CoepNotImplemented": "cross-origin-embedder-policy" not in headers,
        "CoopImplementedWithSameOrigin": headers["cross-origin-opener-policy"] == "same-origin",
    }
    return {name for name, true in good.items() if true}
