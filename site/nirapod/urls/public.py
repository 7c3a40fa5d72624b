"""The hub: pages for everybody. Knows no way to a record, an account or the admin."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as document_urls

from forms_builder.public.views import by_link_in_my_language, in_my_language
from knowledge import feeds, views
from knowledge.api.urls import urlpatterns as api_urlpatterns
from knowledge.freshness import asked_each_time
from nirapod.urls import shared

# Ours gives parts of files too; the address stays the one that Wagtail writes into pages.
document_urlpatterns = [re_path(r"^(\d+)/(.*)$", views.document), *document_urls.urlpatterns]
hub_urlpatterns = [
    path("documents/", include(document_urlpatterns)),
    path("api/forms/", include("forms_builder.public.api_urls")),
    path("forms/<slug:slug>/", in_my_language, name="public_form"),
    path("forms/<slug:slug>/by/<str:token>/", by_link_in_my_language, name="public_form_by_link"),
    path("media/images/<str:name>", views.rendition),
    path("media/cards/<int:pk>.png", views.card, name="hub_card"),
    path("media/posters/<int:pk>.pdf", views.poster, name="hub_poster"),
    path(
        "sitemap.xml",
        asked_each_time(sitemap),
        {"sitemaps": {"pages": feeds.PublicPages}},
        name="hub_sitemap",
    ),
    path("robots.txt", views.robots),
    path("api/", include(api_urlpatterns)),
    *i18n_patterns(
        path("forms/", include("forms_builder.public.urls")),
        path("search/", views.search, name="hub_search"),
        path("only/<int:pk>/", views.only_in, name="hub_only_in"),
        path("feed/", asked_each_time(feeds.Newest()), name="hub_feed"),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]
urlpatterns = shared.urlpatterns + hub_urlpatterns
