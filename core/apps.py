from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from django.urls import register_converter

        from .converters import NumberConverter

        register_converter(NumberConverter, "number")
