from django.urls import path, register_converter

from distribution.views import (
    area_files,
    confirming,
    copies,
    dispatches,
    extracts,
    issue,
    registers,
    set_up,
    verification,
)


class TokenConverter:
    """The token of a recipient's own page, as distribution.models.new_token makes it."""

    regex = copies.WHOLE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TokenConverter, "token")

app_name = "distribution"
urlpatterns = [
    path("minutes/<int:pk>/issue/", issue.issue, name="issue"),
    path("minutes/<int:pk>/issue/proposal/", issue.proposal, name="proposal"),
    path("minutes/<int:pk>/confirm/", confirming.confirm, name="confirm"),
    path("dispatches/<int:pk>/", dispatches.dispatch, name="dispatch"),
    path("dispatches/<int:pk>/progress/", dispatches.progress, name="progress"),
    path("dispatches/<int:pk>/minutes.pdf", dispatches.pdf, name="pdf"),
    path("dispatches/<int:pk>/minutes.docx", dispatches.docx, name="docx"),
    path("dispatches/<int:pk>/prepared.pdf", dispatches.prepared, name="prepared"),
    path("dispatches/<int:pk>/sign/", dispatches.sign, name="sign"),
    path("dispatches/<int:pk>/render/", dispatches.render_again, name="render_again"),
    path("dispatches/<int:pk>/cancel/", dispatches.cancel, name="cancel"),
    path("dispatches/<int:pk>/extracts/", extracts.offices, name="extracts"),
    path("dispatches/<int:pk>/extracts/<int:number>.pdf", extracts.extract, {"form": "pdf"}, name="extract"),
    path("dispatches/<int:pk>/extracts/<int:number>.docx", extracts.extract, {"form": "docx"}, name="extract_docx"),
    path("deliveries/<int:pk>/resend/", dispatches.resend, name="resend"),
    path("deliveries/<int:pk>/delivered/", dispatches.mark_delivered, name="mark_delivered"),
    path("documents/", copies.documents, name="documents"),
    path("d/<token:token>/", copies.copy, name="copy"),
    path("d/<token:token>/minutes.pdf", copies.copy_pdf, name="copy_pdf"),
    path("d/<token:token>/extract.pdf", extracts.copy_extract, {"form": "pdf"}, name="copy_extract"),
    path("d/<token:token>/extract.docx", extracts.copy_extract, {"form": "docx"}, name="copy_extract_docx"),
    path("d/<token:token>/minutes.docx", copies.copy_docx, name="copy_docx"),
    path("d/<token:token>/acknowledge/", copies.acknowledge, name="acknowledge"),
    path("d/", copies.unknown, name="unknown_link"),
    path("d/<path:rest>", copies.unknown, name="unknown_link"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<path:typed>", verification.verification, name="verification"),
    path("manage/offices/<int:pk>/memo-files/", set_up.memo_files, name="memo_files"),
    path("manage/offices/<int:pk>/memo-files/new/", set_up.new_memo_file, name="new_memo_file"),
    path("manage/areas/<int:pk>/memo-files/", area_files.area_memo_files, name="area_memo_files"),
    path("manage/memo-files/<int:pk>/edit/", set_up.edit_memo_file, name="edit_memo_file"),
    path("manage/committees/<int:pk>/distribution/", set_up.template, name="template"),
    path("registers/", registers.registers, name="registers"),
    path("registers/<int:pk>/", registers.register, name="register"),
    path("registers/<int:pk>/<int:year>.pdf", registers.printed, {"form": "pdf"}, name="register_pdf"),
    path("registers/<int:pk>/<int:year>.docx", registers.printed, {"form": "docx"}, name="register_docx"),
]
