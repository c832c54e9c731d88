from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Django's administration pages, behind the portal's own sign-in."""

    default_site = "config.admin_site.PortalAdminSite"
