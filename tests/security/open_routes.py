"""Addresses that anybody may ask for, with what keeps them harmless."""

OPEN_TO_ALL = {
    "",
    "healthz",
    "language/",
    "check-in/<str:token>/",
    "verify/<str:token>/",
    "^form-files/(?P<sha256>[0-9a-f]{64})/$",
    "workspace/calendar/<slug:secret>.ics",
    "workspace/events/sheet-worker.js",
    "documents/^(\\d+)/(.*)$",
    "documents/authenticate_with_password/<int:restriction_id>/",
    "media/images/<str:name>",
    "sitemap.xml",
    "robots.txt",
    "api/openapi.json",
    *(
        f"api/v2/^{kind}/{end}"
        for kind in ("pages", "images", "documents")
        for end in ("", "<int:pk>/", "find/")
    ),
    "bn/search/",
    "bn/only/<int:pk>/",
    "bn/feed/",
    "bn/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    "bn/_util/login/",
    "bn/^((?:[\\w\\-]+/)*)$",
    "forms/<slug:slug>/",
    "api/forms/<slug:slug>/",
    "forms/<slug:slug>/by/<str:token>/",
    "bn/forms/<slug:slug>/",
    "bn/forms/<slug:slug>/by/<str:token>/",
    "bn/forms/<slug:slug>/<uuid:draft>/",
    "bn/forms/<slug:slug>/<uuid:draft>/<slug:step>/",
    "bn/forms/<slug:slug>/<uuid:draft>/sent/",
    "bn/forms/<slug:slug>/<uuid:draft>/delete/",
}
"""The hub and what belongs to no half: no record behind any of them. Drafts of public forms: tests/public_forms."""
