"""Addresses of the workspace. Filling in forms has addresses of its own, in `forms_builder.filling.urls`."""

from django.urls import path

from registry.views import (
    bulk,
    calendars,
    casework,
    exports,
    files,
    home,
    imports,
    letters,
    moving,
    names,
    printing,
    profile,
    records,
    saved,
    tasks,
)

app_name = "registry"
urlpatterns = [
    path("", home.home, name="home"),
    path("tasks/", tasks.due, name="tasks"),
    path("tasks/<uuid:pk>/done/", tasks.done, name="task_done"),
    path("tasks/<uuid:pk>/later/", tasks.later, name="task_later"),
    path("incoming/", casework.incoming, name="incoming"),
    path("calendar/", calendars.settings, name="calendar"),
    path("calendar/<slug:secret>.ics", calendars.file, name="calendar_file"),
    path("records/", home.overview, name="overview"),
    path("records/<slug:key>/", records.records, name="records"),
    path("records/<slug:key>/new/", home.new, name="new"),
    path("records/<slug:key>/export/", exports.export, name="export"),
    path("records/<slug:key>/several/", bulk.several, name="several"),
    path("records/<slug:key>/names/", names.names, name="names"),
    path("records/<slug:key>/import/", imports.begin, name="import_begin"),
    path("records/<slug:key>/import/<uuid:batch>/", imports.one, name="import"),
    path("records/<slug:key>/import/<uuid:batch>/problems/", imports.problem_rows, name="import_problems"),
    path("records/<slug:key>/views/", saved.keep, name="keep_view"),
    path("records/<slug:key>/views/<uuid:view>/delete/", saved.delete, name="delete_view"),
    path("records/<slug:key>/<uuid:pk>/", profile.record, name="record"),
    path("records/<slug:key>/<uuid:pk>/change/", profile.change, name="change"),
    path("records/<slug:key>/<uuid:pk>/print/", printing.record_print, name="print"),
    path("records/<slug:key>/<uuid:pk>/letter/", letters.letter, name="letter"),
    path("records/<slug:key>/<uuid:pk>/people/", casework.people, name="people"),
    path("records/<slug:key>/<uuid:pk>/merge/", casework.merge, name="merge"),
    path("records/<slug:key>/<uuid:pk>/office/", casework.office, name="office"),
    path("records/<slug:key>/<uuid:pk>/attempt/", casework.attempt, name="attempt"),
    path("records/<slug:key>/<uuid:pk>/looked/", casework.looked, name="looked"),
    path("records/<slug:key>/<uuid:pk>/move/<slug:rule>/", moving.move, name="move"),
    path("records/<slug:key>/<uuid:pk>/file/<uuid:attachment>/", files.file, name="file"),
]
