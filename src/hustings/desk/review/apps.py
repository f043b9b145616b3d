"""The queue: indications become findings, or are dismissed with a reason."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "hustings.desk.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hustings.desk.accounts import waiting  # noqa: PLC0415  # models are loaded now
        from hustings.desk.review import waits  # noqa: PLC0415  # the same

        waiting.register("review.confirm", waits.unread)
        waiting.register("review.confirm", waits.held)
        waiting.register("review.reading_next", waits.readings)
