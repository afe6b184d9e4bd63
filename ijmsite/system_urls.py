from django.urls import path

from ijmsite import health, leaving, machines

urlpatterns = [
    path("safety/", leaving.safety, name="safety"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("favicon.ico", machines.icon, name="icon"),
]
