from django.urls import path

from minutes.views import (
    beginning,
    continuing,
    discarding,
    drafting,
    papers,
    pasting,
    presence,
    reading,
    review,
    versions,
)

app_name = "minutes"
PDF, WORD = {"form": "pdf"}, {"form": "docx"}
urlpatterns = [
    path("committees/<int:pk>/meetings/new/", beginning.new, name="new"),
    path("meetings/<int:pk>/notice.pdf", papers.notice, PDF, name="notice"),
    path("meetings/<int:pk>/notice.docx", papers.notice, WORD, name="notice_docx"),
    path("meetings/<int:pk>/attendance.pdf", papers.attendance_sheet, PDF, name="attendance_sheet"),
    path("meetings/<int:pk>/attendance.docx", papers.attendance_sheet, WORD, name="attendance_sheet_docx"),
    path("minutes/<int:pk>/appendix.pdf", papers.appendix, PDF, name="appendix"),
    path("minutes/<int:pk>/appendix.docx", papers.appendix, WORD, name="appendix_docx"),
    path("minutes/<int:pk>/edit/", drafting.edit, name="edit"),
    path("minutes/<int:pk>/parts/<str:part>/", drafting.save, name="save"),
    path("minutes/<int:pk>/parts/<str:part>/sheet/", drafting.part, name="part"),
    path("minutes/<int:pk>/presence/", presence.tell, name="presence"),
    path("minutes/<int:pk>/parts/<str:part>/move/", drafting.move, name="move"),
    path("minutes/<int:pk>/parts/<str:part>/remove/", drafting.remove, name="remove"),
    path("minutes/<int:pk>/sections/", drafting.add_section, name="add_section"),
    path("minutes/<int:pk>/sections/<int:section>/rows/", drafting.add_row, name="add_row"),
    path("minutes/<int:pk>/preview/", reading.preview, name="preview"),
    path("minutes/<int:pk>/preview.pdf", papers.preview, PDF, name="preview_pdf"),
    path("minutes/<int:pk>/pages/", papers.pages, name="pages"),
    path("minutes/<int:pk>/preview.docx", papers.preview, WORD, name="preview_docx"),
    path("minutes/<int:pk>/review/", review.desk, name="review"),
    path("minutes/<int:pk>/submit/", review.submit, name="submit"),
    path("minutes/<int:pk>/return/", review.send_back, name="send_back"),
    path("minutes/<int:pk>/sign/", review.sign, name="sign"),
    path("minutes/<int:pk>/correct/", review.correct, name="correct"),
    path("minutes/<int:pk>/discard/", discarding.discard, name="discard"),
    path("from-bijoy/", pasting.from_bijoy, name="from_bijoy"),
    path("minutes/<int:pk>/versions/", versions.versions, name="versions"),
    path("minutes/<int:pk>/versions/compare/", versions.compare, name="compare"),
    path("minutes/<int:pk>/versions/restore/", versions.restore, name="restore"),
    path("minutes/<int:pk>/parts/<str:part>/put-back/", versions.put_back, name="put_back"),
    path("minutes/<int:pk>/rows/<int:row>/as-last-time/", continuing.as_last_time, name="as_last_time"),
    path(
        "minutes/<int:pk>/sections/<int:section>/from-decision/", continuing.add_from_decision, name="add_from_decision"
    ),
    path("minutes/<int:pk>/chair/", continuing.fill_in_chair, name="fill_in_chair"),
]
