"""Addresses around a case that are there for some kinds of records only: the matrix' plain record has none of them.

Who gets what at them is tested with the case work itself, in tests/workflow.
"""

CASE_PAGES = {
    "workspace/records/<slug:key>/<uuid:pk>/addendum/",
    "workspace/records/<slug:key>/<uuid:pk>/conference/",
    "workspace/records/<slug:key>/<uuid:pk>/link/",
    "workspace/records/<slug:key>/<uuid:pk>/past/",
    "workspace/records/<slug:key>/<uuid:pk>/past/back/",
    "workspace/records/<slug:key>/<uuid:pk>/past/lift/",
    "workspace/records/<slug:key>/<uuid:pk>/restore/<int:number>/",
    "workspace/records/<slug:key>/<uuid:pk>/sign/",
    "workspace/records/<slug:key>/<uuid:pk>/unlink/<int:link>/",
    "workspace/records/<slug:key>/<uuid:pk>/unlock/",
}
