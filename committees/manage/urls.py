"""Addresses of the administration."""

from django.urls import path

from committees.manage import picking
from committees.manage.views import audit, charges, founding, history, home, keys, people, places, tenures
from committees.manage.views import charges, founding, history, home, keys, people, places, tenures
from committees.manage.views import founding, history, home, places, sheets

app_name = "manage"
urlpatterns = [
    path("", home.home, name="home"),
    path("pick/<slug:kind>/", picking.suggestions, name="pick"),
    path("audit/", audit.trail, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("audit/<int:pk>/", audit.one_record, name="audit_record"),
    path("areas/", places.areas, name="areas"),
    path("areas/<int:pk>/", places.area, name="area"),
    path("areas/<int:pk>/set-up/", founding.set_up, name="set_up"),
    path("areas/<int:pk>/staff/", founding.staff, name="staff"),
    path("areas/<int:pk>/edit/", places.edit_area, name="edit_area"),
    path("districts/", founding.districts, name="districts"),
    path("offices/", places.offices, name="offices"),
    path("offices/new/", places.edit_office, name="new_office"),
    path("offices/<int:pk>/", places.office, name="office"),
    path("offices/<int:pk>/edit/", places.edit_office, name="edit_office"),
    path("offices/<int:pk>/remove/", places.remove_office, name="remove_office"),
    path("offices/<int:pk>/posts/new/", places.add_post, name="add_post"),
    path("posts/<int:pk>/", places.post, name="post"),
    path("posts/<int:pk>/edit/", places.edit_post, name="edit_post"),
    path("posts/<int:pk>/rename/", places.rename_post, name="rename_post"),
    path("posts/<int:pk>/remove/", places.remove_post, name="remove_post"),
    path("posts/<int:pk>/take-up/", tenures.add_holder, name="add_holder"),
    path("tenures/<int:pk>/", tenures.tenure, name="tenure"),
    path("tenures/<int:pk>/remove/", tenures.remove_tenure, name="remove_tenure"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<int:pk>/edit/", people.edit_person, name="edit_person"),
    path("people/<int:pk>/take-up/", people.take_up, name="take_up"),
    path("people/<int:pk>/close/", people.close_person, name="close_person"),
    path("people/<int:pk>/reopen/", people.reopen_person, name="reopen_person"),
    path("people/<int:pk>/invite/", people.invite_person, name="invite_person"),
    path("people/<int:pk>/reset-factors/", people.reset_factors, name="reset_factors"),
    path("charges/", charges.charges, name="charges"),
    path("charges/new/", charges.new_charge, name="new_charge"),
    path("charges/<int:pk>/withdraw/", charges.withdraw_charge, name="withdraw_charge"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<int:pk>/retire/", keys.retire_key, name="retire_key"),
    path("keys/<int:pk>/revoke/", keys.revoke_key, name="revoke_key"),
    path("import/", sheets.sheets, name="sheets"),
    path("import/<int:pk>/", sheets.sheet, name="sheet"),
    path("import/<int:pk>/take/", sheets.take_sheet, name="take_sheet"),
    path("import/<int:pk>/discard/", sheets.discard_sheet, name="discard_sheet"),
    path("import/template/<slug:kind>/", sheets.template, name="template"),
    path("export/<slug:kind>/<slug:form>/", sheets.export, name="export"),
    path("history/", history.changes, name="history"),
    path("history/<slug:kind>/<int:pk>/", history.of_thing, name="history_of"),
    path("history/<uuid:step>/undo/", history.put_back, name="undo"),
]
